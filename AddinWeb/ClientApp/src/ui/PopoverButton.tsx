import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  useEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { isComposing } from './isComposing';

const useStyles = makeStyles({
  wrap: { minWidth: 0, maxWidth: '100%' },
  button: { maxWidth: '100%', minWidth: 0 },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  // Without a top of its own it stands right below the button; across, it keeps to the pane, however narrow.
  surface: {
    position: 'absolute',
    zIndex: 2,
    insetInlineStart: tokens.spacingHorizontalM,
    boxSizing: 'border-box',
    width: `min(320px, calc(100% - 2 * ${tokens.spacingHorizontalM}))`,
    marginTop: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    boxShadow: tokens.shadow16,
    backgroundColor: tokens.colorNeutralBackground1,
    scrollMargin: tokens.spacingVerticalM,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    // What is said at the foot of the page must not lie on the last button for good: there is room to scroll to.
    '::after': { content: '""', position: 'absolute', top: '100%', height: '5rem', width: '1px' },
  },
  atEnd: { insetInlineStart: 'auto', insetInlineEnd: tokens.spacingHorizontalM },
});

interface Props {
  label: string;
  /** what the surface is called, where the button's own words do not say it */
  title?: string;
  icon?: ReactElement;
  /** the button stands at the end of its line and shows its icon alone */
  isIcon?: boolean;
  appearance?: 'secondary' | 'subtle';
  size?: 'small' | 'medium';
  children: (close: () => void) => ReactNode;
}

/** A button with something small beneath it. Escape closes it and gives the focus back; so does leaving it. */
export function PopoverButton({ label, title, icon, isIcon, appearance, size, children }: Props) {
  const styles = useStyles();
  const [isOpen, setOpen] = useState(false);
  const wrap = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const surface = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    surface.current?.scrollIntoView?.({ block: 'nearest' });
    if (!surface.current?.contains(document.activeElement))
      surface.current?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true });
    const elsewhere = (event: PointerEvent) => !wrap.current?.contains(event.target as Node) && setOpen(false);
    document.addEventListener('pointerdown', elsewhere);
    const back = button.current;
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      // What had the focus has gone with the surface.
      if (document.activeElement === document.body) back?.focus();
    };
  }, [isOpen]);

  const close = () => setOpen(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen || isComposing(event)) return;
    event.stopPropagation();
    close();
  };
  const onBlur = (event: FocusEvent) => {
    if (event.relatedTarget && !wrap.current?.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    <div ref={wrap} className={styles.wrap} onKeyDown={onKeyDown} onBlur={onBlur}>
      <Button
        ref={button}
        className={styles.button}
        appearance={appearance}
        size={size}
        icon={icon}
        aria-label={isIcon ? label : undefined}
        title={isIcon ? label : undefined}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {!isIcon && <span className={styles.label}>{label}</span>}
      </Button>
      {isOpen && (
        <div
          ref={surface}
          className={mergeClasses(styles.surface, isIcon && styles.atEnd)}
          role="dialog"
          aria-label={title ?? label}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}
