using System.ComponentModel;

namespace Caneth.Binding;

/// <summary>
/// The id of a frame as a user writes it: <c>0x1A3</c>, <c>1A3</c>, <c>291</c>, <c>00000123</c>; or a whole frame, as candump writes it:
/// <c>123#0102</c>.
/// </summary>
[TypeConverter(typeof(IdConverter))]
public sealed record IdArgument
{
    /// <summary>An id.</summary>
    /// <param name="id">The id; its limit is checked where a frame is made of it.</param>
    public IdArgument(uint id) => Id = id;

    /// <summary>The id of a frame that is all there is to say.</summary>
    /// <param name="frame">The frame.</param>
    public IdArgument(CanFrame frame)
    {
        Id = frame.Id;
        Frame = frame;
    }

    /// <summary>The id.</summary>
    public uint Id { get; }

    /// <summary>The whole frame, where one was written.</summary>
    public CanFrame? Frame { get; }

    /// <summary>An id.</summary>
    /// <param name="id">The id.</param>
    public static implicit operator IdArgument(uint id) => new(id);

    /// <summary>An id as a user writes it.</summary>
    /// <param name="text">The id, or a frame as candump writes it.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static implicit operator IdArgument(string text) => IdConverter.ReadText(text);

    /// <summary>The id, or the frame, as it can be written.</summary>
    /// <returns><c>0x1A3</c> or <c>1A3#0102</c></returns>
    public override string ToString() => Frame?.ToShortString() ?? $"0x{Id:X3}";
}
