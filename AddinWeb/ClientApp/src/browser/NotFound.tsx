import { Link } from 'react-router';
import { EmptyState } from '../ui/EmptyState';
import { useWords } from '../words/words';

export function NotFound() {
  const words = useWords();
  return (
    <EmptyState text={words('pageGone')}>
      <Link to="/deals">{words('dealsNav')}</Link>
    </EmptyState>
  );
}
