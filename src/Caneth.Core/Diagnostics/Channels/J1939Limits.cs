using System.Globalization;
using Caneth.Signals;

namespace Caneth.Diagnostics.Channels;

/// <summary>What a node can send, and to whom.</summary>
internal static class J1939Limits
{
    /// <summary>Says what is wrong with a message.</summary>
    /// <param name="group">The number of its parameter group.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="to">To whom, 255 for all.</param>
    /// <exception cref="ArgumentException">It cannot be sent.</exception>
    public static void Check(uint group, int length, byte to)
    {
        CheckGroup(group);
        Option.RequireRange(length, nameof(length), 0, J1939Control.MaxLength, " bytes");
        if (group is J1939Control.Group or J1939Control.PacketGroup or J1939Groups.AddressClaimed)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{J1939Groups.NameOf(group)} ({group}) a node sends on its own, when it is due."), nameof(group));
        }

        if (to == J1939AddressClaim.NullAddress)
        {
            throw new ArgumentException("254 is the address of who has none, so nothing can be sent to it.", nameof(to));
        }
    }

    /// <summary>Says what is wrong with the number of a group.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckGroup(uint group)
    {
        Option.RequireRange(group, nameof(group), 0U, J1939Id.MaxGroupNumber);
        if (new J1939Id(group << 8).GroupNumber != group)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{group} (0x{group:X4}) is no parameter group: its last byte is a destination. Give 0x{group & 0x3_FF00:X4}, and the destination apart."), nameof(group));
        }
    }

    /// <summary>Says what is wrong with an address that is one node's.</summary>
    /// <exception cref="ArgumentException">It is that of all.</exception>
    public static void CheckOne(byte destination)
    {
        if (destination == J1939Frames.ToAll)
        {
            throw new ArgumentException("255 is all of them, and one is asked.", nameof(destination));
        }
    }

    /// <exception cref="ArgumentException">It is out of its range.</exception>
    public static void CheckPriority(int priority) => Option.RequireRange(priority, nameof(priority), 0, J1939Id.MaxPriority);

    public static ArgumentException ToItself(byte to) => new($"0x{to:X2} is the address of this node itself.", nameof(to));
}
