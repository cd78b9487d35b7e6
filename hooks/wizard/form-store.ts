import { type UseStore, createStore, delMany, getMany, setMany } from 'idb-keyval';
import { PARTS, type PartName, type TaskForm } from './task-form.ts';

let store: UseStore | undefined;

/** The browser’s own database; opened when it is first needed, for a server has none. */
function openStore(): UseStore {
  store ??= createStore('zarathustra.new-task', 'parts');
  return store;
}

const NAMES: readonly PartName[] = ['progress', 'model', 'evaluation', 'terms', 'description', 'publication'];

/** What was entered before; parts that nobody kept, or that an older page kept in another form, are as `initial`. */
export async function readTaskForm(initial: TaskForm): Promise<TaskForm> {
  const [progress, model, evaluation, terms, description, publication] = await getMany<unknown>(
    [...NAMES],
    openStore(),
  );
  return {
    progress: PARTS.progress.catch(initial.progress).parse(progress),
    model: PARTS.model.catch(initial.model).parse(model),
    evaluation: PARTS.evaluation.catch(initial.evaluation).parse(evaluation),
    terms: PARTS.terms.catch(initial.terms).parse(terms),
    description: PARTS.description.catch(initial.description).parse(description),
    publication: PARTS.publication.catch(undefined).parse(publication),
  };
}

/** Keeps parts; resolves when a reload would find them. */
export async function keepParts(parts: Partial<TaskForm>): Promise<void> {
  const entries = Object.entries(parts).map(([name, value]): [string, unknown] => [name, value]);
  await setMany(entries, openStore());
}

export async function forgetTaskForm(): Promise<void> {
  await delMany([...NAMES], openStore());
}
