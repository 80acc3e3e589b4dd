using Caneth.Diagnostics;

namespace Caneth.Tests.Diagnostics;

/// <summary>Messages of UDS and OBD-II say what they ask, what they answer and why they refuse; whatever their bytes are.</summary>
public class UdsMessageTests
{
    [Theory]
    [InlineData("22 F1 90", "ReadDataByIdentifier F190")]
    [InlineData("22 F1 90 01 01", "ReadDataByIdentifier F190, 0101")]
    [InlineData("22 F1", "ReadDataByIdentifier F1")]
    [InlineData("62 F1 90 57 43 41 4E 45 54 48 30 54 33 35 54 30 30 30 31 37", "ReadDataByIdentifier F190 = \"WCANETH0T35T00017\"")]
    [InlineData("62 01 01 03 52", "ReadDataByIdentifier 0101 = 03 52")]
    [InlineData("62 01 01 41 42 43 1B", "ReadDataByIdentifier 0101 = 41 42 43 1B")]
    [InlineData("2E F1 90 41 42 43 44", "WriteDataByIdentifier F190 = \"ABCD\"")]
    [InlineData("6E F1 90", "WriteDataByIdentifier F190")]
    [InlineData("2F 01 01 03 FF", "InputOutputControlByIdentifier 0101 Adjust FF")]
    [InlineData("10 03", "DiagnosticSessionControl Extended")]
    [InlineData("10 60", "DiagnosticSessionControl 60")]
    [InlineData("50 03 00 32 01 F4", "DiagnosticSessionControl Extended, P2 50 ms, P2* 5000 ms")]
    [InlineData("11 81", "EcuReset Hard")]
    [InlineData("27 01", "SecurityAccess seed of level 1")]
    [InlineData("67 01 A7 77 D2 A8", "SecurityAccess seed of level 1 A7 77 D2 A8")]
    [InlineData("67 01 00 00 00 00", "SecurityAccess level 1 is unlocked already")]
    [InlineData("27 02 E2 21 97 06", "SecurityAccess key of level 1 E2 21 97 06")]
    [InlineData("67 02", "SecurityAccess level 1 unlocked")]
    [InlineData("67 12", "SecurityAccess level 17 unlocked")]
    [InlineData("28 03 01", "CommunicationControl DisableRxAndTx 01")]
    [InlineData("3E 80", "TesterPresent")]
    [InlineData("7E 00", "TesterPresent")]
    [InlineData("85 02", "ControlDtcSetting Off")]
    [InlineData("C5 02", "ControlDtcSetting Off")]
    [InlineData("14 FF FF FF", "ClearDiagnosticInformation all")]
    [InlineData("54", "ClearDiagnosticInformation")]
    [InlineData("19 02 FF", "ReadDtcInformation ByStatusMask FF")]
    [InlineData("59 02 2F 03 01 00 2F C1 00 87 28", "ReadDtcInformation ByStatusMask P0301-00 (2F), U0100-87 (28)")]
    [InlineData("59 02 2F", "ReadDtcInformation ByStatusMask none")]
    [InlineData("59 02 2F 03 01", "ReadDtcInformation ByStatusMask 03 01")]
    [InlineData("59 01 2F 01 00 04", "ReadDtcInformation NumberByStatusMask 4")]
    [InlineData("19 04 03 01 00 01", "ReadDtcInformation SnapshotByDtc P0301-00 01")]
    [InlineData("59 06 03 01 00 2F 05 02 28", "ReadDtcInformation ExtendedDataByDtc P0301-00 (2F) 05 02 28")]
    [InlineData("31 01 FF 00 44", "RoutineControl Start FF00 44")]
    [InlineData("71 01 02 03 00", "RoutineControl Start 0203 00")]
    [InlineData("34 00 44 00 00 10 00 00 00 20 00", "RequestDownload 8,192 bytes at 0x1000")]
    [InlineData("74 20 04 02", "RequestDownload blocks of at most 1,026 bytes")]
    [InlineData("36 01 66 9D 2E", "TransferData block 1, 3 bytes")]
    [InlineData("76 01", "TransferData block 1")]
    [InlineData("37", "RequestTransferExit")]
    [InlineData("23 44 00 00 10 00 00 00 01 00", "ReadMemoryByAddress 256 bytes at 0x1000")]
    [InlineData("3D 12 10 00 02 AA BB", "WriteMemoryByAddress 2 bytes at 0x1000 = AA BB")]
    [InlineData("01 0C 0D", "CurrentData 0C, 0D")]
    [InlineData("41 0C 1A F8", "CurrentData 0C = 1A F8")]
    [InlineData("43 04 03 01 04 20 C1 00 9A 1B", "StoredFaults P0301, P0420, U0100, B1A1B")]
    [InlineData("47 00", "PendingFaults none")]
    [InlineData("49 02 01 57 43 41 4E 45 54 48", "VehicleInformation 02 = \"WCANETH\"")]
    [InlineData("49 00 54 40 00 00", "VehicleInformation 00 = 54 40 00 00")]
    [InlineData("BA 01", "0xBA 01")]
    [InlineData("FA 01", "0xBA 01")]
    [InlineData("7F 22 31", "ReadDataByIdentifier request out of range (31)")]
    [InlineData("7F BA 7F", "0xBA service not supported in active session (7F)")]
    [InlineData("7F 22 F1", "ReadDataByIdentifier a condition of the maker's (F1)")]
    [InlineData("7F 22 01", "ReadDataByIdentifier a code that ISO 14229-1 does not have (01)")]
    [InlineData("7F 2E 13 05", "WriteDataByIdentifier incorrect message length or format (13) 05")]
    [InlineData("7F", "0x00 a negative response of 1 of 3 bytes: 7F")]
    [InlineData("7F 22", "ReadDataByIdentifier a negative response of 2 of 3 bytes: 7F 22")]
    [InlineData("", "0x00")]
    public void A_message_is_its_service_and_what_it_says(string bytes, string text)
    {
        var message = UdsMessage.Decode(MessageData.Parse(bytes));
        Assert.Equal(text, $"{message.Service} {message.Text}".Trim());
        Assert.Equal($"000 {text}", $"{message}");
    }

    [Fact]
    public void Its_parts_are_properties()
    {
        var request = Decode("31 81 FF 00");
        Assert.Equal((UdsMessageKind.Request, (byte)0x31, (byte?)1, true), (request.Kind, request.ServiceId, request.SubFunction, request.SuppressReply));
        Assert.Equal([0xFF00], request.Identifiers);
        Assert.Equal([0xF190, 0x0101], Decode("22 F1 90 01 01").Identifiers);
        Assert.Equal([0xF190], Decode("62 F1 90 57 01 01 03").Identifiers);
        Assert.Empty(Decode("7F 22 31").Identifiers);
        Assert.Empty(Decode("22 F1").Identifiers);
        var refused = Decode("7F 27 35");
        Assert.Equal((UdsMessageKind.NegativeResponse, UdsResponseCode.InvalidKey, (byte?)null), (refused.Kind, refused.ResponseCode, refused.SubFunction));
        Assert.StartsWith("Check the algorithm", refused.Advice, StringComparison.Ordinal);
        Assert.Equal((null, null), (Decode("7F 22").ResponseCode, Decode("62 F1 90 01").Advice));
    }

    [Fact]
    public void It_keeps_what_is_known_of_its_frames()
    {
        var message = Assert.Single(IsoTpJoiner.Join([CanFrame.Parse("(1769867100.5) can0 18CE10F1#550322F190")]));
        var decoded = UdsMessage.Decode(message);
        Assert.Equal((message.Timestamp, "can0", "18CE10F1/55", true, (byte?)0x55), (decoded.Timestamp, decoded.Device, decoded.Ecu, decoded.Extended, decoded.Address));
        var broken = UdsMessage.Decode(Assert.Single(IsoTpJoiner.Join([CanFrame.Parse("7E8#101462F190574341")])));
        Assert.False(broken.Complete);
        Assert.Equal("F190 = 57 43 41 (incomplete: There were no more frames. 6 of 20 bytes came.)", broken.Text);
    }

    [Fact]
    public void Whatever_the_bytes_are_something_is_said_of_them() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        var message = UdsMessage.Decode(new MessageData(bytes));
        Assert.Equal(bytes, message.Data.ToArray());
        Assert.DoesNotContain($"{message}", char.IsControl);
        Assert.InRange($"{message}".Length, 1, 800);
        Assert.NotNull(message.Identifiers);
    }, iter: 20_000);

    [Fact]
    public void Every_code_has_words() => Assert.All(Enumerable.Range(0, 256), code =>
        Assert.Matches($@"^[a-zI][a-zA-Z0-9,'\- ]+ \({code:X2}\)$", UdsResponseCodes.Describe((UdsResponseCode)code)));

    [Fact]
    public void Who_asks_for_patience_again_and_again_is_shown_once()
    {
        var fold = new UdsPendingFold();
        var time = Timestamp.Parse("2026-01-31T13:45:00Z");
        UdsMessage At(string bytes, double seconds, uint id) =>
            UdsMessage.Decode(new IsoTpMessage { Timestamp = time.AddSeconds(seconds), Id = id, Data = MessageData.Parse(bytes) });
        foreach (var message in new[]
        {
            At("31 01 FF 00", 0, 0x7E0), At("7F 31 78", 0.1, 0x7E8), At("7F 31 78", 0.6, 0x7E8), At("62 F1 90 01", 0.7, 0x7E9), At("7F 31 78", 3.5, 0x7E8),
            At("71 01 FF 00", 4, 0x7E8), At("7F 22 78", 5, 0x7E8), At("7F 2E 78", 6, 0x7E8),
        })
        {
            fold.Add(message);
        }

        fold.End();
        var shown = new List<string>();
        while (fold.TryTake(out var message))
        {
            shown.Add($"{message} {message.Count}");
        }

        Assert.Equal(
            [
                "7E0 RoutineControl Start FF00 1", "7E9 ReadDataByIdentifier F190 = 01 1", "7E8 RoutineControl response pending (78) x 3, 3.4 s 3",
                "7E8 RoutineControl Start FF00 1", "7E8 ReadDataByIdentifier response pending (78) 1", "7E8 WriteDataByIdentifier response pending (78) 1",
            ],
            shown);
    }

    private static UdsMessage Decode(string bytes) => UdsMessage.Decode(MessageData.Parse(bytes));
}
