using Caneth.Diagnostics;
using Caneth.Links.Gateway;

namespace Caneth.Testing.Fuzzing;

/// <summary>Frames of ISO-TP and J1939, and all that is made of them.</summary>
public static class FuzzMessages
{
    private static readonly string[] Samples =
    [
        "7E0#0322F190CCCCCCCC", "7E8#101462F190574341", "7E0#300000CCCCCCCCCC", "7E8#214E455448305433", "7E8#2235543030303137",
        "7DF#02010CCCCCCCCCCC", "7E8#04410C1AF8CCCCCC", "7E8#037F2E78CCCCCCCC", "7E0#0227030000000000", "7E8#100001000000620F",
        "18DA10F1#0319022F00000000", "18DAF110#101759022F030100", "18DAF110#212F042013244100", "18CE55F1#55023E0000000000", "6F1#100210030000",
        "1CECFF00#200E0002FFCAFE00", "1CEBFF00#01544FBE0002036E", "1CEBFF00#0200000100F0FF7E", "18EA00F9#ECFE00", "18EEFF00#D204405300000010",
        "1CEC00F9#100900020200EF00", "1CECF900#110201FFFF00EF00", "1CEB00F9#0101020304050607", "1CEB00F9#020809FFFFFFFFFF", "1CECF900#13090002FF00EF00",
    ];

    /// <summary>Frames as gateways write them.</summary>
    public static byte[] Make()
    {
        var bytes = new byte[Samples.Length * FrameCodec.FrameSize];
        for (var index = 0; index < Samples.Length; index++)
        {
            FrameCodec.Encode(CanFrame.Parse(Samples[index]), bytes.AsSpan(index * FrameCodec.FrameSize));
        }

        return bytes;
    }

    /// <summary>Joins the frames in all ways, and reads what came of it.</summary>
    public static void Read(byte[] content, Random random)
    {
        var frames = Frames(content);
        var addressing = (IsoTpAddressing)random.Next(4);
        var count = 0;
        foreach (var message in IsoTpJoiner.Join(frames, new() { Filter = FrameFilter.All, Addressing = addressing }))
        {
            count += message.Frames;
            FuzzCheck.That(message.Complete ? message.Data.Count == message.Length : message.Data.Count <= message.Length && message.Reason is { Length: > 0 },
                $"{message} has {message.Data.Count} of {message.Length} bytes");
            CheckText($"{UdsMessage.Decode(message)}");
        }

        FuzzCheck.That(count <= frames.Count, "a frame is in two messages");
        foreach (var message in J1939Joiner.Join(frames))
        {
            FuzzCheck.That(message.Complete ? message.Data.Count == message.Length : message.Reason is { Length: > 0 }, $"{message} is not whole");
            CheckText($"{message}");
        }
    }

    private static void CheckText(string text) => FuzzCheck.That(text.Length > 0 && ReferenceEquals(VisibleText.Of(text), text), $"'{text}' cannot be shown");

    private static List<CanFrame> Frames(byte[] content)
    {
        var frames = new List<CanFrame>();
        for (var place = 0; place + FrameCodec.FrameSize <= content.Length; place += FrameCodec.FrameSize)
        {
            if (FrameCodec.TryDecode(content.AsSpan(place), out var frame))
            {
                frames.Add(frame);
            }
        }

        return frames;
    }
}
