using System.Collections;

namespace Caneth.Binding;

/// <summary>Reads which id replaces which: <c>@{0x100 = 0x200; '7E0' = '18DA10F1'}</c>.</summary>
public sealed class IdMapConverter : ArgumentConverter<IdMapArgument>
{
    /// <inheritdoc/>
    protected override IdMapArgument Read(object argument) => Argument.ValueOf(argument) is IDictionary table
        ? ReadTable(table)
        : throw ModuleMessages.NotAnIdMap($"'{Argument.TextOf(argument)}' is no hashtable.");

    internal static IdMapArgument ReadTable(IDictionary table)
    {
        var map = new Dictionary<uint, uint>();
        foreach (DictionaryEntry entry in table)
        {
            var (from, to) = (IdConverter.ReadId(entry.Key), IdConverter.ReadId(entry.Value));
            if (Math.Max(from, to) > CanId.MaxExtended)
            {
                throw ModuleMessages.NotAnIdMap($"0x{Math.Max(from, to):X} is above 0x{CanId.MaxExtended:X}, the largest id.");
            }

            map[from] = to;
        }

        return new(map);
    }
}
