import { Fragment, type ReactNode } from 'react';

/** Where a chart may draw, in units of its picture; text outside keeps its size. */
export type ChartArea = {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  isNarrow: boolean;
};

const MARGINS = { left: 52, right: 10, top: 12, bottom: 26 } as const;
/** The widths of the columns that charts stand in, so that text comes out at about the page's size. */
const WIDTHS = { wide: 800, narrow: 344 } as const;

/**
 * Draws a chart twice, for wide windows and for phones, and shows one: text stays readable, and the picture's place is
 * known before it is painted. It is drawn on the server.
 *
 * @param parameters.label What the chart says, for those who do not see it; the numbers themselves are in a table.
 * @param parameters.isInteractive Whether it holds links, which a picture would hide from readers of the screen.
 */
export function ChartFrame(parameters: {
  label: string;
  height: { wide: number; narrow: number };
  isInteractive?: boolean;
  draw: (area: ChartArea) => ReactNode;
}) {
  const { label, height, isInteractive = false, draw } = parameters;
  return (
    <>
      {(['wide', 'narrow'] as const).map((form) => (
        <Fragment key={form}>
          <svg
            role={isInteractive ? 'group' : 'img'}
            aria-label={label}
            viewBox={`0 0 ${WIDTHS[form]} ${height[form]}`}
            className={`block h-auto w-full ${form === 'wide' ? 'max-sm:hidden' : 'sm:hidden'}`}
          >
            {draw({
              width: WIDTHS[form],
              height: height[form],
              left: MARGINS.left,
              right: WIDTHS[form] - MARGINS.right,
              top: MARGINS.top,
              bottom: height[form] - MARGINS.bottom,
              isNarrow: form === 'narrow',
            })}
          </svg>
        </Fragment>
      ))}
    </>
  );
}
