'use client';

import { Upload } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { type FileError, useDropzone } from 'react-dropzone';

/** A file that is not taken, and why, in a sentence. */
export type RefusedFile = { name: string; reason: string };

/** Takes files: dropped, or chosen in the system’s own dialog. What is in them is for the caller to judge. */
export function DropZone({
  label,
  hint,
  accept,
  isMultiple = false,
  maximumBytes,
  isDisabled = false,
  onFiles,
  onRefused,
}: {
  label: string;
  hint?: ReactNode;
  /** File endings by media type; everything when absent. */
  accept?: { [mediaType: string]: string[] };
  isMultiple?: boolean;
  maximumBytes?: number;
  isDisabled?: boolean;
  onFiles: (files: File[]) => void;
  onRefused?: (files: RefusedFile[]) => void;
}) {
  const hintId = useId();
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    ...(accept ? { accept } : {}),
    multiple: isMultiple,
    disabled: isDisabled,
    // Pressed is the button within: nothing that can be pressed stands in anything that can be.
    noClick: true,
    noKeyboard: true,
    ...(maximumBytes === undefined ? {} : { maxSize: maximumBytes }),
    onDropAccepted: onFiles,
    onDropRejected: (rejections) =>
      onRefused?.(
        rejections.map(({ file, errors }) => ({ name: file.name, reason: reasonOf(errors, maximumBytes) })),
      ),
  });
  return (
    <div {...getRootProps()}>
      <input {...getInputProps({ 'aria-hidden': true, tabIndex: -1, 'aria-label': label })} />
      <button
        type="button"
        onClick={open}
        disabled={isDisabled}
        aria-label={label}
        aria-describedby={hint ? hintId : undefined}
        className={`flex min-h-20 w-full cursor-pointer items-center gap-3.5 rounded-md border border-dashed px-4 py-3 text-left disabled:cursor-not-allowed disabled:opacity-60 ${
          isDragActive
            ? 'border-champion bg-champion-wash'
            : 'border-rule-strong hover:border-ink-3 hover:bg-well'
        }`}
      >
        <Upload aria-hidden className="size-5 shrink-0 text-ink-3" strokeWidth={1.75} />
        <span className="grid min-w-0 gap-0.5">
          <span className="text-small font-medium">{label}</span>
          {hint ? (
            <span id={hintId} className="text-small text-ink-3">
              {hint}
            </span>
          ) : null}
        </span>
      </button>
    </div>
  );
}

function reasonOf([error]: readonly FileError[], maximumBytes: number | undefined): string {
  const reasons: { [code: string]: string } = {
    'file-too-large': `It is larger than the ${(maximumBytes ?? 0).toLocaleString('en')} bytes allowed here.`,
    'too-many-files': 'Only one file can be taken here.',
    'file-invalid-type': 'It is not of the kind that is expected here.',
  };
  return reasons[error?.code ?? ''] ?? error?.message ?? 'The browser could not read it.';
}
