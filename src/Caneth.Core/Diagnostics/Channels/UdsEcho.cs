namespace Caneth.Diagnostics.Channels;

/// <summary>Which bytes of a request its answer repeats (ISO 14229-1, in the tables of each service): by them an answer to another request is known.</summary>
internal static class UdsEcho
{
    private const byte ResponseBit = 0x40;

    /// <summary>Whether a positive answer belongs to a request.</summary>
    /// <param name="request">The request, 1 byte or more.</param>
    /// <param name="response">The answer, 1 byte or more.</param>
    public static bool IsAnswered(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        if (response[0] != (byte)(request[0] | ResponseBit))
        {
            return false;
        }

        var service = (UdsService)request[0];
        var asked = request[1..];
        var answered = response[1..];
        return service switch
        {
            // The level of a seed is for whoever asked to compare: some control units repeat another one.
            UdsService.SecurityAccess => true,

            // One of several that were asked for comes first, whichever.
            UdsService.CurrentData => asked.IsEmpty || !answered.IsEmpty && asked.Contains(answered[0]),
            UdsService.FreezeFrameData or UdsService.VehicleInformation or UdsService.MonitoringTests => Repeats(asked, answered, 1),
            UdsService.ReadDataByIdentifier or UdsService.WriteDataByIdentifier or UdsService.ReadScalingDataByIdentifier
                or UdsService.InputOutputControlByIdentifier => Repeats(asked, answered, 2),
            UdsService.RoutineControl => RepeatsSubFunction(asked, answered) && Repeats(asked[1..], answered[1..], 2),
            UdsService.TransferData => Repeats(asked, answered, 1),
            _ => !UdsSubFunctions.AreIn(service) || RepeatsSubFunction(asked, answered),
        };
    }

    /// <summary>Whether a request wants no answer where all is well.</summary>
    public static bool IsSuppressed(ReadOnlySpan<byte> request) =>
        request.Length > 1 && UdsSubFunctions.AreIn((UdsService)request[0]) && (request[1] & UdsSubFunctions.SuppressReply) != 0;

    // What is asked for in too few bytes is for the control unit to refuse.
    private static bool Repeats(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> answered, int count) =>
        asked.Length < count || answered.Length >= count && answered[..count].SequenceEqual(asked[..count]);

    private static bool RepeatsSubFunction(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> answered) => asked.IsEmpty
        || !answered.IsEmpty && (answered[0] & ~UdsSubFunctions.SuppressReply) == (asked[0] & ~UdsSubFunctions.SuppressReply);
}
