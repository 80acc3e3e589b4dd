namespace Caneth.Testing.Fuzzing;

/// <summary>MDF files as other tools write them.</summary>
public static class FuzzMeasurements
{
    /// <summary>Files with records apart and together, compressed, listed, with data elsewhere, and not finished.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Make() => [("mf4 apart", MakeApart()), ("mf4 together", MakeTogether())];

    private static byte[] Records(int count, byte id) =>
        [.. Enumerable.Range(0, count).SelectMany(index => (byte[])[.. id == 0 ? [] : (byte[])[id], .. MdfBuilder.Record(BitConverter.GetBytes(index / 8.0), (uint)index, 1, 1, 2, (byte)index)])];

    private static byte[] MakeApart()
    {
        var builder = new MdfBuilder();
        var records = Records(30, 0);
        var list = builder.List(builder.List(0, builder.Packed(records[..200], 24), builder.Records(records[200..300])), builder.Packed(records[300..]));
        var values = builder.Packed([2, 0, 0, 0, 7, 8, 0, 0, 0, 0], kind: "SD");
        var elsewhere = builder.Channel(builder.Channel(0, "CAN_DataFrame.ID", 8, 29), "CAN_DataFrame.DataBytes", 12, 32, kind: 1, type: 10, data: values);
        var second = builder.Data(0, builder.Group(0, builder.Master(elsewhere, 2, 64, 1e-9), 16),
            builder.Records([.. MdfBuilder.Eight(5), .. MdfBuilder.Four(1), .. MdfBuilder.Four(0), .. MdfBuilder.Eight(6), .. MdfBuilder.Four(2), .. MdfBuilder.Four(6)]));
        return builder.ToArray(builder.Data(second, builder.Frames(0), builder.Block("##HL", [list], new byte[8])), 1_700_000_000_000_000_000);
    }

    private static byte[] MakeTogether()
    {
        var builder = new MdfBuilder();
        var values = builder.Group(0, 0, 0, id: 9, flags: 1);
        var elsewhere = builder.Channel(builder.Channel(0, "CAN_DataFrame.ID", 8, 29), "CAN_DataFrame.DataBytes", 12, 32, kind: 1, type: 10, data: values);
        var groups = builder.Group(builder.Frames(builder.Frames(values, 2, "CAN_ErrorFrame"), 1), builder.Master(elsewhere, 0, 48, 1e-6), 16, id: 3);
        var data = builder.Data(0, groups, builder.Next + 64, idLength: 1);
        _ = builder.Records(
        [
            .. Records(5, 1), .. Records(2, 2), 3, .. MdfBuilder.Eight(5), .. MdfBuilder.Four(1), .. MdfBuilder.Four(0), 9, .. MdfBuilder.Four(2), 7, 8, .. Records(9, 1),
        ]);
        return builder.ToArray(data, 1_700_000_000_000_000_000, unfinished: 5);
    }
}
