import { BUNDLE_FILES, type BundleFile, DATA_FOLDER, GRAPH_FILE } from '#protocol/task/bundle.ts';
import type { EvaluationForm, FormFile, ModelForm } from './task-form.ts';

/** The files of a bundle as the wizard takes them; those that are missing leave what was there. */
export function readBundleIntoForm(
  files: readonly BundleFile[],
  current: { model: ModelForm; evaluation: EvaluationForm },
): { model: ModelForm; evaluation: EvaluationForm } {
  const named = new Map(files.map((file) => [file.path, Uint8Array.from(file.content)]));
  const text = (path: string) => {
    const content = named.get(path);
    return content && new TextDecoder().decode(content);
  };
  const graph = named.get(GRAPH_FILE);
  const architecture = text(BUNDLE_FILES.architecture);
  const parameters = named.get(BUNDLE_FILES.parameters);
  const data = [...named].flatMap(([path, bytes]): FormFile[] =>
    path.startsWith(DATA_FOLDER) ? [{ name: path.slice(DATA_FOLDER.length), bytes }] : [],
  );
  return {
    model: {
      ...current.model,
      ...(graph
        ? {
            kind: 'graph' as const,
            graph: { name: GRAPH_FILE, bytes: graph },
            reference: architecture ?? current.model.reference,
          }
        : architecture
          ? { kind: 'layers' as const, layers: architecture, graph: undefined }
          : {}),
      ...(parameters
        ? {
            parameters: {
              kind: 'file' as const,
              file: { name: BUNDLE_FILES.parameters, bytes: parameters },
            },
          }
        : {}),
    },
    evaluation: { code: text(BUNDLE_FILES.evaluation) ?? current.evaluation.code, data },
  };
}
