using System.Collections;

namespace Caneth.Binding;

/// <summary>Reads which id stands for which: <c>@{0x100 = 0x200; '7E0' = '18DA10F1'}</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadIdMapAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object Read(object argument)
    {
        if (Argument.ValueOf(argument) is not IDictionary table)
        {
            throw ModuleMessages.NotAnIdMap($"'{Argument.TextOf(argument)}' is no hashtable.");
        }

        var map = new Dictionary<uint, uint>();
        foreach (DictionaryEntry entry in table)
        {
            var (from, to) = (ReadCanIdAttribute.ReadId(entry.Key), ReadCanIdAttribute.ReadId(entry.Value));
            if (Math.Max(from, to) > CanId.MaxExtended)
            {
                throw ModuleMessages.NotAnIdMap($"0x{Math.Max(from, to):X} is above 0x{CanId.MaxExtended:X}, the largest id.");
            }

            map[from] = to;
        }

        return map;
    }
}
