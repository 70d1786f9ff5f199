import { Link } from 'react-router';
import { EmptyState } from '../ui/EmptyState';
import { useTitle } from '../records/useTitle';
import { useWords } from '../words/words';

export function NotFound() {
  const words = useWords();
  useTitle(undefined);
  return (
    <EmptyState isPage text={words('pageGone')}>
      <Link to="/deals">{words('dealsNav')}</Link>
    </EmptyState>
  );
}
