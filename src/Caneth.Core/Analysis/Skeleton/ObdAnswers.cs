using Caneth.Diagnostics;

namespace Caneth.Analysis;

/// <summary>The OBD-II answers in a capture: values that are known, with their times.</summary>
internal sealed class ObdAnswers
{
    private const byte CurrentData = 0x41;
    private const int LongestFrame = 7;

    // Those whose answer is one number.
    private static readonly Dictionary<byte, ObdParameter> Parameters =
        ObdParameter.All.Where(parameter => parameter.IsWholeNumber).ToDictionary(parameter => parameter.Pid);

    private readonly Dictionary<ObdParameter, List<TimedValue>> values = [];

    /// <summary>The values of each parameter that was answered.</summary>
    public IReadOnlyDictionary<ObdParameter, List<TimedValue>> Values => values;

    /// <summary>Whether an id is one of those by which OBD-II asks and answers (ISO 15765-4).</summary>
    public static bool IsObd(uint id, bool extended) => IsAnswer(id, extended)
        || (extended ? id == 0x18DB_33F1 || (id & 0x1FFF_00FF) == 0x18DA_00F1 : id is 0x7DF or >= 0x7E0 and <= 0x7E7);

    /// <summary>Takes what a frame answers, if it is an answer.</summary>
    /// <param name="frame">The frame.</param>
    public void Add(in CanFrame frame)
    {
        if (!IsAnswer(frame.Id, frame.Extended) || frame.Length < 4)
        {
            return;
        }

        // A single frame of ISO-TP: its length, the service, then parameters with their values.
        Span<byte> room = stackalloc byte[CanData.MaxLength];
        frame.Data.CopyTo(room);
        var length = room[0];
        if (length > Math.Min(LongestFrame, frame.Length - 1) || room[1] != CurrentData)
        {
            return;
        }

        var answer = room[2..(length + 1)];
        while (answer.Length > 1 && Parameters.TryGetValue(answer[0], out var parameter) && answer.Length > parameter.Length)
        {
            if (!values.TryGetValue(parameter, out var series))
            {
                values[parameter] = series = [];
            }

            series.Add(new(frame.Timestamp, parameter.NumberOf(answer[1..])));
            answer = answer[(parameter.Length + 1)..];
        }
    }

    private static bool IsAnswer(uint id, bool extended) => extended ? (id & 0x1FFF_FF00) == 0x18DA_F100 : id is >= 0x7E8 and <= 0x7EF;
}
