using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>What a node says to a request that it answers with nothing else (SAE J1939-21, acknowledgement): its first byte.</summary>
internal enum J1939AcknowledgementKind : byte
{
    Positive = 0,
    Negative = 1,
    AccessDenied = 2,
    CannotRespond = 3,
}

/// <summary>An acknowledgement.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="GroupNumber">The group that was asked for.</param>
/// <param name="Address">Who asked; 255 where it does not say.</param>
internal readonly record struct J1939Acknowledgement(J1939AcknowledgementKind Kind, uint GroupNumber, byte Address)
{
    private const byte Reserved = 0xFF;

    /// <summary>Reads one.</summary>
    /// <param name="data">The data of the message.</param>
    /// <param name="acknowledgement">What it says.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(MessageData data, out J1939Acknowledgement acknowledgement)
    {
        acknowledgement = default;
        if (data.Count < CanData.MaxClassicLength || data[0] > (byte)J1939AcknowledgementKind.CannotRespond)
        {
            return false;
        }

        acknowledgement = new((J1939AcknowledgementKind)data[0], J1939Groups.NumberAt(data.AsSpan()[5..]), data[4]);
        return true;
    }

    /// <summary>The frame.</summary>
    /// <param name="source">Who says it.</param>
    public CanFrame ToFrame(byte source) => new(
        J1939Id.Create(J1939Groups.Acknowledgement, source).Id,
        [(byte)Kind, Reserved, Reserved, Reserved, Address, (byte)GroupNumber, (byte)(GroupNumber >> 8), (byte)(GroupNumber >> 16)],
        FrameFlags.Extended);
}
