import { CopyButton } from '#components/ui/copy-button.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';

/** How the champion is run elsewhere: code that works as it stands. */
export function ChampionSnippet({ taskId, origin }: { taskId: number; origin: string }) {
  const snippet = runnableSnippet(`${origin}/api/v1/tasks/${taskId}/champion.onnx`);
  return (
    <Disclosure summary="Run the champion in Python">
      <div className="grid gap-2">
        <pre
          tabIndex={0}
          aria-label="Python code that runs the champion"
          className="overflow-x-auto rounded-md bg-well p-3 font-mono text-note"
        >
          {snippet}
        </pre>
        <p className="flex items-center gap-2 text-small text-ink-3">
          Needs <code className="font-mono">pip install onnxruntime numpy</code>{' '}
          <CopyButton text={snippet} label="Copy the code" />
        </p>
      </div>
    </Disclosure>
  );
}

/** Runs as it stands: inputs are made from what the network says about them. */
function runnableSnippet(url: string): string {
  return `import urllib.request
import numpy as np
import onnxruntime as ort

url = "${url}"
model = urllib.request.urlopen(url).read()
session = ort.InferenceSession(model)
types = {"tensor(float)": np.float32, "tensor(int32)": np.int32, "tensor(int64)": np.int64}
inputs = {
    i.name: np.ones([d if isinstance(d, int) else 1 for d in i.shape], types[i.type])
    for i in session.get_inputs()
}
print(session.run(None, inputs))`;
}
