import { Download } from 'lucide-react';

/** The task as files: everything that an optimizer starts from, and the best model so far. */
export function TaskDownloads({ taskId, hasChampion }: { taskId: number; hasChampion: boolean }) {
  const base = `/api/v1/tasks/${taskId}`;
  return (
    <ul className="divide-y divide-rule text-small">
      <File href={`${base}/bundle.zip`} name="Starter kit" note="network, judge, data, champion" />
      {hasChampion ? (
        <>
          <File href={`${base}/champion.safetensors`} name="Champion’s parameters" note="safetensors" />
          <File href={`${base}/champion.onnx`} name="Champion, to run" note="ONNX" />
        </>
      ) : null}
    </ul>
  );
}

function File({ href, name, note }: { href: string; name: string; note: string }) {
  return (
    <li className="flex min-h-9 items-center justify-between gap-4 py-1">
      <a href={href} download className="link inline-flex items-center gap-1.5">
        <Download aria-hidden className="size-3.5 text-ink-3" strokeWidth={1.75} />
        {name}
      </a>
      <span className="text-right text-ink-3">{note}</span>
    </li>
  );
}
