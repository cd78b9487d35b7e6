import { taskMetadataSchema } from '#protocol/task/bundle.ts';
import { splitTags } from './bundle-files.ts';
import type { DescriptionForm } from './task-form.ts';

export type DescriptionProblems = { [field in keyof DescriptionForm]?: string };

/** What `task.json` could not say, in words for whoever typed it. */
export function readDescriptionProblems({
  title,
  description,
  tags,
  licence,
}: DescriptionForm): DescriptionProblems {
  const { shape } = taskMetadataSchema;
  const fits = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown) =>
    schema.safeParse(value).success;
  return {
    ...(title.trim() === ''
      ? { title: 'A title is needed: it is what the marketplace shows.' }
      : fits(shape.title, title)
        ? {}
        : { title: 'It has at most 120 characters.' }),
    ...(fits(shape.description, description) ? {} : { description: 'It has at most 20,000 characters.' }),
    ...(fits(shape.tags, splitTags(tags))
      ? {}
      : { tags: 'There are at most 16 tags of at most 32 characters each.' }),
    ...(fits(shape.licence, licence) ? {} : { licence: 'It has at most 200 characters.' }),
  };
}
