namespace Caneth.Signals.Dbc;

/// <summary>The names that the signals of a message get, so that each is known by its own.</summary>
internal readonly struct DbcSignalNames
{
    private readonly Dictionary<SignalDraft, string>? changed;

    public DbcSignalNames(MessageDraft draft, DbcProblems problems)
    {
        foreach (var first in draft.Signals)
        {
            if (first.Next is null || first.First != first)
            {
                continue;
            }

            var count = 1;
            for (var next = first.Next; next is not null; next = next.Next)
            {
                // In two branches of a multiplexer one name is one signal, of which the branch in force tells the place.
                if (first.IsMultiplexed && next.IsMultiplexed)
                {
                    continue;
                }

                string name;
                do
                {
                    name = $"{next.Name}_{++count}";
                }
                while (draft.Find(name) is not null);

                (changed ??= [])[next] = name;
                problems.AddDuplicateSignal(draft, next, name);
            }
        }
    }

    public string NameOf(SignalDraft signal) => changed is not null && changed.TryGetValue(signal, out var name)
        ? name
        : DbcNames.LongName(signal.First.Attributes, DbcNames.LongSignal, signal.Name);
}
