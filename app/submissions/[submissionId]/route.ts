import { notFound, permanentRedirect } from 'next/navigation';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';

/** The chain's number of a submission leads to its page. */
export async function GET(
  _request: Request,
  { params }: RouteContext<'/submissions/[submissionId]'>,
): Promise<Response> {
  const { submissionId } = await params;
  if (!/^\d{1,20}$/.test(submissionId)) notFound();
  const { taskId, index } = fromSubmissionId(BigInt(submissionId));
  permanentRedirect(`/tasks/${taskId}/submissions/${index}`);
}
