using System.Globalization;
using static Caneth.Amount;

namespace Caneth.Links.Streams;

/// <summary>
/// Reports error frames, in which a controller says what is wrong on its bus: the first time at once, then in summaries at growing
/// intervals. They are received like other frames only where somebody wants that: their ids are classes of errors, and would match filters
/// for ids. Used by one thread at a time.
/// </summary>
/// <param name="isWanted">Whether they are received like others.</param>
/// <param name="context">What the session lends.</param>
internal sealed class BusErrorReport(bool isWanted, LinkContext context)
{
    // linux/can/error.h, the bits of an error frame's id.
    private static readonly string[] Classes =
    [
        "a frame was not sent in time",
        "arbitration was lost",
        "the controller has a problem",
        "the protocol was violated",
        "the transceiver has a problem",
        "nobody acknowledges",
        "the controller is off the bus",
        "a bus error",
        "the controller was restarted",
        "error counters",
    ];

    private readonly ReportPace pace = new(context.TimeProvider);
    private long count;
    private uint classes;

    /// <summary>Notes an error frame.</summary>
    /// <param name="errorClass">Its id.</param>
    /// <returns>Whether it is received like others.</returns>
    public bool Note(uint errorClass)
    {
        context.Count(LinkCounter.ErrorFrames, 1);
        count++;
        classes |= errorClass;
        if (pace.DueIn == TimeSpan.Zero)
        {
            context.Notify(LinkNoticeKind.BusErrors, $"The bus of '{context.Device}' reports errors ({Frames(count)}): {Describe(classes)}.");
            (count, classes) = (0, 0);
            pace.Reported();
        }

        return isWanted;
    }

    private static string Describe(uint classes)
    {
        var named = Classes.Where((_, bit) => (classes & (1u << bit)) != 0).ToList();
        return named.Count > 0 ? string.Join(", ", named) : string.Create(CultureInfo.InvariantCulture, $"class 0x{classes:X}");
    }
}
