import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useSyncExternalStore } from 'react';
import { openWindow } from '../office/host';
import { isDark, onThemeChanged } from '../office/theme';
import { EmptyState } from '../ui/EmptyState';
import { PaneSkeleton } from '../ui/Skeletons';
import { darkTheme, lightTheme } from '../ui/themes';
import { useWords } from '../words/words';
import { currentBoot, onBoot, type Boot } from './boot';
import { Diagnostics } from './Diagnostics';
import { Guard } from './Guard';
import { Pane } from './Pane';

const useStyles = makeStyles({
  page: {
    position: 'relative',
    boxSizing: 'border-box',
    minHeight: '100vh',
    padding: '12px 16px',
    backgroundColor: tokens.colorNeutralBackground1,
  },
});

/** Which screen for which state of the start; the theme and the last safety net are around all of them. */
export function PaneApp() {
  const styles = useStyles();
  const boot = useSyncExternalStore(onBoot, currentBoot);
  const dark = useDark(boot.state === 'running');
  return (
    <FluentProvider theme={dark ? darkTheme : lightTheme}>
      <main className={styles.page}>
        <Guard settings={boot.settings} hasRun={boot.state === 'running'}>
          <Screen boot={boot} />
        </Guard>
      </main>
    </FluentProvider>
  );
}

// Office can be asked for its theme only once it runs: the subscription is made anew then.
function useDark(isRunning: boolean): boolean {
  const subscribe = useCallback((changed: () => void) => onThemeChanged(changed, isRunning), [isRunning]);
  return useSyncExternalStore(subscribe, isDark);
}

function Screen({ boot }: { boot: Boot }) {
  const words = useWords();
  switch (boot.state) {
    case 'starting':
      return <PaneSkeleton label={words('loading')} />;
    case 'stopped':
      return <Diagnostics step={boot.step} detail={boot.detail} settings={boot.settings} />;
    case 'outside':
      return (
        <EmptyState
          isPage
          text={words('notInOutlook')}
          action={{ label: words('openBrowser'), onPress: () => openWindow(boot.settings.webUrl) }}
        />
      );
    case 'running':
      return <Pane settings={boot.settings} session={boot.session} signIn={boot.signIn} />;
  }
}
