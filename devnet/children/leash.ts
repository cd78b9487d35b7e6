/**
 * Preloaded into every Node process of the local stack (`node --import`): ends it when the process that started it is
 * gone, however that one ended. A pipe between the two tells; the kernel closes it even after a SIGKILL.
 */
import { Socket } from 'node:net';

/** Names the file descriptor of the pipe's end here. */
const DESCRIPTOR_VARIABLE = 'ZARATHUSTRA_LEASH';
/** An orderly end may take this long. */
const PATIENCE_MS = 5_000;

const descriptor = process.env[DESCRIPTOR_VARIABLE];
// Children of this process have no such pipe.
delete process.env[DESCRIPTOR_VARIABLE];

if (descriptor !== undefined) {
  const pipe = new Socket({ fd: Number(descriptor), readable: true, writable: false });
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS).unref();
  };
  pipe.on('error', end);
  pipe.on('close', end);
  pipe.resume();
  pipe.unref();
}
