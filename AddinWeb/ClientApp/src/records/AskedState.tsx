import { ErrorBanner } from '../ui/ErrorBanner';
import { ListSkeleton } from '../ui/Skeletons';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import type { Asked } from './useAsked';

/** What stands where an answer is not there yet, or did not come. */
export function AskedState({ asked }: { asked: Pick<Asked<unknown>, 'isLoading' | 'error' | 'again'> }) {
  const words = useWords();
  if (asked.isLoading) return <ListSkeleton label={words('loading')} />;
  if (!asked.error) return null;
  return (
    <ErrorBanner
      tone={asked.error.isPassing ? 'notice' : 'error'}
      text={errorOf(asked.error, words, 'repeated')}
      actions={[{ label: words('tryAgain'), onPress: asked.again }]}
    />
  );
}
