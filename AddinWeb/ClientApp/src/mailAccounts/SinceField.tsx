import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useLanguage, useWords } from '../words/words';
import { dayOf, isEverything, sinceChoices, type SinceChoice } from './since';

const useStyles = makeStyles({
  fields: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: tokens.spacingHorizontalM },
  field: { flex: '1 1 14rem', maxWidth: '22rem' },
});

interface Props {
  choice: SinceChoice;
  day: string;
  /** since when it is now, where something was chosen before */
  before: string | null;
  onChange: (choice: SinceChoice, day: string) => void;
}

/** From when mail is taken (R61). */
export function SinceField({ choice, day, before, onChange }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const date = (time: string) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(time));
  return (
    <div className={styles.fields}>
      <Field className={styles.field} label={words('fromWhen')}>
        <Select value={choice} onChange={(_, data) => onChange(data.value as SinceChoice, day)}>
          {before && (
            <option value="kept">
              {isEverything(before) ? words('since_keptAll') : words('since_kept', { date: date(before) })}
            </option>
          )}
          {sinceChoices.map((one) => (
            <option key={one} value={one}>
              {words(`since_${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      {choice === 'date' && (
        <Field className={styles.field} label={words('sinceDay')}>
          <Input type="date" value={day} max={dayOf(new Date())} onChange={(_, data) => onChange('date', data.value)} />
        </Field>
      )}
    </div>
  );
}
