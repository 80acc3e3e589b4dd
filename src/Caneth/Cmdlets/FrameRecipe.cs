using System.Management.Automation;
using Caneth.Binding;

namespace Caneth.Cmdlets;

/// <summary>A frame as the parameters of a cmdlet describe it, which are named like what they are here.</summary>
/// <param name="Id">The id, or a whole frame.</param>
/// <param name="Data">The data; null for none.</param>
/// <param name="Dlc">The data length code; null for that of the data.</param>
internal readonly record struct FrameRecipe(IdArgument Id, DataArgument? Data, int? Dlc)
{
    public bool Extended { get; init; }

    public bool Remote { get; init; }

    public bool Fd { get; init; }

    public bool Error { get; init; }

    private ReadOnlySpan<byte> Bytes => Data is null ? default : Data.Bytes.Span;

    /// <summary>Makes the frame.</summary>
    /// <param name="cmdlet">The cmdlet, which knows what was given and takes the error.</param>
    /// <returns>The frame; null after an error was written.</returns>
    public CanFrame? Make(CanCmdlet cmdlet)
    {
        if (Problem(cmdlet.MyInvocation.BoundParameters) is { } error)
        {
            cmdlet.WriteError(error);
            return null;
        }

        if (Id.Frame is { } whole)
        {
            return whole;
        }

        var flags = (Extended ? FrameFlags.Extended : FrameFlags.None) | (Remote ? FrameFlags.Remote : FrameFlags.None)
            | (Fd ? FrameFlags.Fd : FrameFlags.None) | (Error ? FrameFlags.Error : FrameFlags.None);
        try
        {
            return new CanFrame(Id.Id, new CanData(Bytes), Dlc ?? DataLengthCode.FromLength(Bytes.Length, Fd), flags);
        }
        catch (ArgumentException failure)
        {
            cmdlet.WriteError(CanErrors.InvalidFrame(failure));
            return null;
        }
    }

    private ErrorRecord? Problem(Dictionary<string, object> given)
    {
        var most = Fd ? CanData.MaxLength : CanData.MaxClassicLength;
        var standard = given.ContainsKey(nameof(Extended)) && !Extended;
        return Id.Frame is not null && Describing(given) is { } twice ? CanErrors.FrameTwice(Id, twice)
            : Id.Id > CanId.MaxExtended ? CanErrors.IdOutOfRange(Id.Id)
            : standard && Id.Id > CanId.MaxStandard ? CanErrors.StandardIdTooLarge(Id.Id)
            : Bytes.Length > most ? CanErrors.TooMuchData(Bytes.Length, most)
            : null;
    }

    /// <summary>What was given beside an id that is a whole frame already; null where nothing was.</summary>
    private static string? Describing(Dictionary<string, object> given) => Array.Find(
        [nameof(Data), nameof(Extended), nameof(Remote), nameof(Dlc), nameof(Fd), nameof(Error)], given.ContainsKey);
}
