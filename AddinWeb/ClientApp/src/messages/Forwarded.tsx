import { makeStyles, tokens } from '@fluentui/react-components';
import { ArrowForwardRegular } from '@fluentui/react-icons';
import type { Action } from '../api/actions';
import type { OwnMessage } from '../api/types';
import { PopoverButton } from '../ui/PopoverButton';
import { useWords } from '../words/words';
import { CorrectSender } from './CorrectSender';

const useStyles = makeStyles({
  box: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr)',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  icon: { color: tokens.colorNeutralForeground3, lineHeight: 0, paddingTop: '2px' },
  text: { margin: 0, overflowWrap: 'anywhere' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  note: {
    margin: `${tokens.spacingVerticalXS} 0 0`,
    paddingInlineStart: tokens.spacingHorizontalS,
    borderInlineStartWidth: '2px',
    borderInlineStartStyle: 'solid',
    borderInlineStartColor: tokens.colorNeutralStroke1,
    color: tokens.colorNeutralForeground2,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    maxHeight: '9em',
    overflowY: 'auto',
  },
});

interface Props {
  message: OwnMessage;
  act: (action: Action) => void;
}

/** What the rep forwarded: whose mail it is taken for, which is nobody's proof, and her words above it. */
export function Forwarded({ message, act }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { forward } = message;
  if (!forward || (forward.senderReadFrom === null && !forward.note)) return null;
  return (
    <div className={styles.box}>
      <span className={styles.icon}>
        <ArrowForwardRegular fontSize={20} aria-hidden />
      </span>
      <div>
        <p className={styles.text}>{words('forwardedByYou')}</p>
        {forward.senderReadFrom !== null && <Sender message={message} act={act} />}
        {forward.note && (
          <>
            <p className={styles.quiet}>{words('forwardNote')}</p>
            {/* Long notes scroll, and the keyboard must be able to. */}
            <blockquote className={styles.note} dir="auto" tabIndex={0} aria-label={words('forwardNote')}>
              {forward.note}
            </blockquote>
          </>
        )}
      </div>
    </div>
  );
}

function Sender({ message, act }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { name, address } = message.from;
  const sender = name && address ? `${name} <${address}>` : name || address;
  const key = !address
    ? 'forwardSenderUnread'
    : message.forward?.senderReadFrom === 'corrected'
      ? 'forwardSenderCorrected'
      : 'forwardSenderRead';
  return (
    <>
      <p className={styles.quiet}>
        <bdi>{words(key, { sender })}</bdi>
      </p>
      <PopoverButton label={words('correctSender')} size="small">
        {(close) => <CorrectSender message={message} act={act} close={close} />}
      </PopoverButton>
    </>
  );
}
