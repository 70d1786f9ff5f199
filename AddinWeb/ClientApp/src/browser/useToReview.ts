import { getReviewCount } from '../api/review';
import { useLive } from '../records/live';
import { useAsked } from '../records/useAsked';

/** How much mail has made that waits to be looked at; 0 while nothing is known. */
export function useToReview(): number {
  const asked = useAsked('review count', getReviewCount);
  useLive(
    (event) => (event.kind === 'person' || event.kind === 'lead' || event.kind === 'message') && asked.again(),
    asked.again,
  );
  return asked.value?.count ?? 0;
}
