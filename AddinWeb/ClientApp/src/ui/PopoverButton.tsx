import { Button, makeStyles, Popover, PopoverSurface, PopoverTrigger, tokens } from '@fluentui/react-components';
import { useState, type ReactElement, type ReactNode } from 'react';

const useStyles = makeStyles({
  surface: {
    boxSizing: 'border-box',
    width: 'min(320px, calc(100vw - 24px))',
    maxHeight: 'calc(100vh - 24px)',
    overflowY: 'auto',
    padding: tokens.spacingHorizontalM,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
  },
  button: { maxWidth: '100%', minWidth: 0 },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

interface Props {
  label: string;
  /** what the surface is called, where the button's own words do not say it */
  title?: string;
  icon?: ReactElement;
  /** the button shows its icon alone */
  isIcon?: boolean;
  appearance?: 'primary' | 'secondary' | 'subtle' | 'outline';
  size?: 'small' | 'medium';
  children: (close: () => void) => ReactNode;
}

/** A button with something small beneath it; Escape or a press elsewhere closes it and the button has the focus. */
export function PopoverButton({ label, title, icon, isIcon, appearance = 'secondary', size, children }: Props) {
  const styles = useStyles();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={(_, { open }) => setOpen(open)}
      positioning={{ position: 'below', align: 'start', offset: 4, overflowBoundaryPadding: 12 }}
    >
      <PopoverTrigger disableButtonEnhancement>
        <Button
          className={styles.button}
          appearance={appearance}
          size={size}
          icon={icon}
          aria-label={isIcon ? label : undefined}
          title={isIcon ? label : undefined}
        >
          {!isIcon && <span className={styles.label}>{label}</span>}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={title ?? label}>
        {children(() => setOpen(false))}
      </PopoverSurface>
    </Popover>
  );
}
