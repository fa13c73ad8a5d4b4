// One of several, from a list that opens.

export interface Choice {
  value: string;
  title: string;
}

interface Props {
  label: string;
  value: string;
  choices: Choice[];
  set: (value: string) => void;
}

export function Choose({ label, value, choices, set }: Props) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => set(event.currentTarget.value)}>
        {choices.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
