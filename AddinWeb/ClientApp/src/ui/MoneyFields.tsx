import { Field, Input, makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  pair: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 5rem', columnGap: tokens.spacingHorizontalS },
  // An input is as wide as its letters would have it, unless told otherwise.
  input: { minWidth: 0, width: '100%' },
});

export interface Money {
  value: string;
  currency: string;
}

interface Props {
  labels: Money;
  money: Money;
  onChange: (money: Money) => void;
}

/** What a deal is worth, as it is typed. */
export function MoneyFields({ labels, money, onChange }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.pair}>
      <Field label={labels.value}>
        <Input
          className={styles.input}
          inputMode="decimal"
          value={money.value}
          onChange={(_, data) => onChange({ ...money, value: data.value })}
        />
      </Field>
      <Field label={labels.currency}>
        <Input
          className={styles.input}
          maxLength={3}
          value={money.currency}
          onChange={(_, data) => onChange({ ...money, currency: data.value })}
        />
      </Field>
    </div>
  );
}
