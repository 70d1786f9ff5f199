import { Component, type ReactNode } from 'react';
import type { PublicSettings } from '../api/types';
import { Diagnostics } from './Diagnostics';

interface Props {
  settings: PublicSettings | null;
  hasRun: boolean;
  children: ReactNode;
}

/** An error while drawing ends in the diagnostics screen, not in an empty pane. */
export class Guard extends Component<Props, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const { settings, hasRun } = this.props;
    return <Diagnostics step="page" detail={error.message} settings={settings} hasRun={hasRun} />;
  }
}
