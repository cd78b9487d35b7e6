'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { forgetTaskForm, keepParts, readTaskForm } from './form-store.ts';
import type { TaskForm } from './task-form.ts';

export type TaskFormState = {
  /** `undefined` until the browser has said what was kept. */
  form: TaskForm | undefined;
  /** Changes parts, and keeps them; resolves when a reload would find them. */
  update: (parts: Partial<TaskForm>) => Promise<void>;
  /** Forgets everything. */
  reset: () => Promise<void>;
};

/** What the owner has entered: it survives a reload of the page. */
export function useTaskForm({ createForm }: { createForm: () => TaskForm }): TaskFormState {
  const [form, setForm] = useState<TaskForm | undefined>(undefined);
  const create = useRef(createForm);

  useEffect(() => {
    let isGone = false;
    readTaskForm(create.current()).then(
      (kept) => {
        if (!isGone) setForm(kept);
      },
      () => {
        // Private windows of some browsers have no database: the wizard works, but does not survive a reload.
        if (isGone) return;
        toast.warning('This browser keeps nothing', {
          description: 'A reload of the page would lose what you enter here.',
        });
        setForm(create.current());
      },
    );
    return () => {
      isGone = true;
    };
  }, []);

  const update = useCallback(async (parts: Partial<TaskForm>) => {
    setForm((current) => (current ? { ...current, ...parts } : current));
    await keepParts(parts);
  }, []);

  const reset = useCallback(async () => {
    await forgetTaskForm();
    setForm(create.current());
  }, []);

  return { form, update, reset };
}
