import { Component, type ReactNode } from 'react';
import { EmptyState } from '../ui/EmptyState';
import { useWords } from '../words/words';

/** An error while drawing ends in a sentence and a way on, not in an empty page. */
export class Guard extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? <Broken detail={this.state.error.message} /> : this.props.children;
  }
}

/** What stands instead of the page; `detail` is for whoever is asked about it. */
export function Broken({ isSignIn, detail }: { isSignIn?: boolean; detail: string }) {
  const words = useWords();
  return (
    <main style={{ padding: '24px' }}>
      <EmptyState
        isPage
        text={words(isSignIn ? 'signInFailed' : 'pageBroken')}
        action={{ label: words('tryAgain'), onPress: () => (isSignIn ? location.replace('/') : location.reload()) }}
      >
        <code>{detail}</code>
      </EmptyState>
    </main>
  );
}
