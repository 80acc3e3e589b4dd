using System.Globalization;
using System.Text;
using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Writes messages that were guessed as a DBC file.</summary>
internal sealed class SkeletonText
{
    private const uint ExtendedBit = 1u << 31;
    private const double LongestCycle = 65_535;

    private readonly StringBuilder messages = new("VERSION \"\"\n\nBS_:\n\nBU_:\n\n");
    private readonly StringBuilder comments = new();
    private readonly StringBuilder cycles = new();

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fields">Its fields.</param>
    public void Add(MessageSkeleton message, IReadOnlyList<GuessedField> fields)
    {
        var (id, extended, _) = message.Stream;
        var number = extended ? id | ExtendedBit : id;
        messages.Append(CultureInfo.InvariantCulture, $"BO_ {number} Id_{CanId.Format(id, extended)}: {message.Length} Vector__XXX\n");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            var name = NameOf(field);
            name = names.Add(name) ? name : $"{name}_{field.Bits.StartBit}";
            names.Add(name);
            var mark = field.Role == GuessedRole.Multiplexer ? " M" : field.Page is { } page ? string.Create(CultureInfo.InvariantCulture, $" m{page}") : "";
            var (order, sign) = (field.Bits.ByteOrder == ByteOrder.LittleEndian ? 1 : 0, field.Bits.IsSigned ? '-' : '+');
            var (factor, offset, unit) = field.Meaning is { } known ? (known.Factor, known.Offset, known.Unit) : (1, 0, "");
            messages.Append(CultureInfo.InvariantCulture,
                $" SG_ {name}{mark} : {field.Bits.StartBit}|{field.Bits.Length}@{order}{sign} ({factor:R},{offset:R}) [0|0] \"{unit}\" Vector__XXX\n");
            comments.Append(CultureInfo.InvariantCulture,
                $"CM_ SG_ {number} {name} \"{field.Confidence:0%} sure: {field.Why}{(field.Meaning is { } meaning ? $"; {meaning.Why}" : "")}.\";\n");
        }

        messages.Append('\n');
        var period = message.Period;
        comments.Append(CultureInfo.InvariantCulture,
            $"CM_ BO_ {number} \"{message.Count} frames{(period is { } pause ? string.Create(CultureInfo.InvariantCulture, $", one every {pause:0.###} ms") : ", at no regular times")}.\";\n");
        if (period is >= 1 and <= LongestCycle)
        {
            cycles.Append(CultureInfo.InvariantCulture, $"BA_ \"GenMsgCycleTime\" BO_ {number} {period:0};\n");
        }
    }

    /// <summary>The file.</summary>
    public override string ToString() =>
        $"{messages}{comments}BA_DEF_ BO_ \"GenMsgCycleTime\" INT 0 65535;\nBA_DEF_DEF_ \"GenMsgCycleTime\" 0;\n{cycles}";

    private static string NameOf(GuessedField field) => field.Meaning is { } known ? known.Name
        : field.Page is { } page ? string.Create(CultureInfo.InvariantCulture, $"{field.Role}_{field.Bits.StartBit}_of_{page}")
        : $"{field.Role}_{field.Bits.StartBit}";
}
