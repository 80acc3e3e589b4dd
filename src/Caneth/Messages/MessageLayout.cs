using System.Text;
using Caneth.Signals;

namespace Caneth.Messages;

/// <summary>The name and the properties of the type that a message is shown as.</summary>
internal sealed class MessageLayout
{
    /// <summary>The most properties that a type has; the signals beyond are found by their names.</summary>
    public const int MaxProperties = 4_096;

    /// <summary>The properties that messages of J1939 have before their signals: what stands in the id.</summary>
    public static readonly string[] OfId = [nameof(J1939Id.Priority), nameof(J1939Id.Source), nameof(J1939Id.Destination)];

    private const int MaxNameLength = 200;
    private const string ClashSuffix = "_Signal";

    // What every message has already, and what PowerShell adds to every object.
    private static readonly string[] Taken =
    [
        .. typeof(CanMessage).GetMembers().Select(member => member.Name),
        "PSObject", "PSBase", "PSAdapted", "PSExtended", "PSTypeNames", "PSStandardMembers",
    ];

    private MessageLayout(string name, SignalForm form, bool isJ1939, IReadOnlyList<(string Name, IReadOnlyList<int> Signals)> properties)
    {
        Name = name;
        Form = form;
        IsJ1939 = isJ1939;
        Properties = properties;
        Key = KeyOf(this);
    }

    /// <summary>The name of the message, of letters, digits and <c>_</c>.</summary>
    public string Name { get; }

    /// <summary>What the properties give.</summary>
    public SignalForm Form { get; }

    /// <summary>Whether there are properties for what J1939 puts into the id: <see cref="OfId"/>.</summary>
    public bool IsJ1939 { get; }

    /// <summary>The properties in the order of the database, each with the places of the signals that it reads: the first that is in the frame.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Signals)> Properties { get; }

    /// <summary>A text that two layouts have in common only where one type serves both.</summary>
    public string Key { get; }

    /// <summary>The layout of a message without properties for its signals.</summary>
    public static MessageLayout Bare(SignalForm form) => new(nameof(CanMessage), form, isJ1939: false, []);

    /// <summary>The layout of a message.</summary>
    public static MessageLayout Of(MessageDefinition message, SignalForm form)
    {
        HashSet<string> reserved = new([.. Taken, .. message.IsJ1939 ? OfId : []], StringComparer.OrdinalIgnoreCase);
        HashSet<string> taken = new(reserved, StringComparer.OrdinalIgnoreCase);
        var branches = new Dictionary<string, List<int>>();
        var properties = new List<(string, IReadOnlyList<int>)>();
        for (var place = 0; place < message.Signals.Count && properties.Count < MaxProperties; place++)
        {
            // In two branches of a multiplexer one name is one property, which the branch in force supplies.
            var signal = message.Signals[place];
            if (signal.Multiplexer is not null && branches.TryGetValue(signal.Name, out var places))
            {
                places.Add(place);
                continue;
            }

            List<int> first = [place];
            properties.Add((FreeName(signal.Name, reserved, taken), first));
            if (signal.Multiplexer is not null)
            {
                branches.Add(signal.Name, first);
            }
        }

        return new(TypeName(message.Name), form, message.IsJ1939, properties);
    }

    private static string FreeName(string name, HashSet<string> reserved, HashSet<string> taken)
    {
        var shown = name.Length == 0 ? "Signal" : VisibleText.Of(name);
        shown = reserved.Contains(shown) ? shown + ClashSuffix : shown;
        var free = shown;
        for (var number = 2; !taken.Add(free); number++)
        {
            free = $"{shown}_{number}";
        }

        return free;
    }

    private static string TypeName(string message)
    {
        var name = new StringBuilder(MaxNameLength);
        foreach (var character in message.AsSpan(0, Math.Min(message.Length, MaxNameLength)))
        {
            name.Append(char.IsAsciiLetterOrDigit(character) || char.IsLetter(character) ? character : '_');
        }

        return name.Length == 0 ? nameof(CanMessage) : name.ToString();
    }

    // No name holds a line feed, so that none can look like two.
    private static string KeyOf(MessageLayout layout)
    {
        var key = new StringBuilder().Append(layout.Form).Append(layout.IsJ1939 ? " J1939\n" : "\n").Append(layout.Name);
        foreach (var (name, signals) in layout.Properties)
        {
            key.Append('\n').Append(name).Append('\n').AppendJoin(' ', signals);
        }

        return key.ToString();
    }
}
