namespace Caneth.Signals;

/// <summary>How <see cref="MessageEncoder"/> makes a frame.</summary>
public sealed record EncodeOptions
{
    /// <summary>
    /// The data that signals are taken from of which nothing is said: what was sent last. Without it they have their start values
    /// or, where the database gives none, the value nearest to 0.
    /// </summary>
    public CanData? LastSent { get; init; }

    /// <summary>
    /// Whether values beyond a signal's minimum and maximum are taken, as far as its bits can hold them. False by default.
    /// </summary>
    public bool AllowOutOfRange { get; init; }

    /// <summary>The priority of a message of J1939, 0 (the highest) to 7; null, the default, as the database has it.</summary>
    public int? Priority { get; init; }

    /// <summary>The address that a message of J1939 comes from; null, the default, as the database has it.</summary>
    public byte? Source { get; init; }

    /// <summary>
    /// The address that a message of J1939 is for, 255 for all; null, the default, as the database has it. Not every group has one.
    /// </summary>
    public byte? Destination { get; init; }

    /// <summary>Whether the numbers are raw values, as they lie in the frame, and not physical ones. False by default.</summary>
    public bool IsRaw { get; init; }

    /// <summary>An id of a message with the priority and the addresses that are given.</summary>
    /// <exception cref="SignalException">The message cannot have them.</exception>
    internal uint IdOf(MessageDefinition message, uint id)
    {
        if (Priority is null && Source is null && Destination is null)
        {
            return id;
        }

        var parts = new J1939Id(id);
        var problem = !message.IsJ1939 ? "it is not a message of J1939, so its id has no priority and no addresses. Leave them out."
            : Priority is < 0 or > J1939Id.MaxPriority ? $"{Priority} is not a priority. Give 0, the highest, to {J1939Id.MaxPriority}."
            : Destination is not null && parts.Destination is null ? $"its parameter group {parts.GroupNumber} goes to all, so it has no destination. Leave that out."
            : null;
        return problem is null ? parts.With(Priority, Source, Destination).Id : throw new SignalException(SignalError.NotAddressable, message, null, problem);
    }
}
