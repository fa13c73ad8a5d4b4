// A row of choices, of which one is taken.

interface Props {
  tabs: { name: string; title: string }[];
  chosen: string;
  choose: (name: string) => void;
}

export function Tabs({ tabs, chosen, choose }: Props) {
  return (
    <div class="tabs" role="group">
      {tabs.map(({ name, title }) => (
        <button type="button" key={name} aria-pressed={name === chosen} onClick={() => choose(name)}>
          <bdi>{title}</bdi>
        </button>
      ))}
    </div>
  );
}
