using System.Text;
using Caneth.Signals;

namespace Caneth.Testing.Fuzzing;

/// <summary>DBC files, and all that is done with one.</summary>
public static class FuzzDatabase
{
    private const string Sample = """
        VERSION "1.0"
        NS_ :
            CM_
            BA_DEF_
        BS_: 500000 : 0,0
        BU_: ECM TCM
        VAL_TABLE_ Switch 0 "off" 1 "on" ;
        BO_ 192 EngineData: 8 ECM
         SG_ EngineSpeed : 0|16@1+ (0.25,0) [0|16383.75] "rpm" TCM
         SG_ Gear : 27|4@0- (1,-4) [0|8] "" TCM,ECM // comment
         SG_ Mode M : 32|4@1+ (1,0) [0|15] "" TCM
         SG_ Deep m3M : 40|8@1+ (1,0) [0|0] "°C" TCM
         SG_ Deeper m1 : 48|16@1- (1E-3,.5) [-1.5E3|+1] "" TCM
         SG_ Wide m4 : 16|100@1+ (1,0) [0|0] "" TCM
        BO_ 2364540158 EEC1: 8 Vector__XXX
         SG_ Float : 0|32@1- (1,0) [0|0] "" Vector__XXX
        BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX
         SG_ Alone : 0|8@1+ (1,0) [0|0] "" Vector__XXX
        BO_TX_BU_ 192 : ECM,TCM;
        EV_ Env: 0 [0|1] "" 0 1 DUMMY_NODE_VECTOR0 ECM;
        CM_ SG_ 192 EngineSpeed "of the \"engine\";
        BO_ 9 N: 8 X
        in lines";
        CM_ EV_ Env "of none";
        BA_DEF_ BO_ "GenMsgCycleTime" INT 0 10000;
        BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
        BA_DEF_ SG_ "GenSigStartValue" FLOAT 0 1E5;
        BA_DEF_DEF_ "VFrameFormat" "StandardCAN";
        BA_ "VFrameFormat" BO_ 2364540158 3;
        BA_ "GenMsgCycleTime" BO_ 192 10;
        BA_ "GenSigStartValue" SG_ 192 EngineSpeed 4000;
        BA_ "SystemSignalLongSymbol" SG_ 192 Gear "A_gear_with_a_name_of_more_than_32_letters";
        BA_REL_ "x" BU_BO_REL_ ECM 192 1;
        VAL_ 192 Gear 0 "Park" 3 "Drive" -1 "Not available" ;
        VAL_ 192 Mode Switch ;
        SIG_GROUP_ 192 Group 1 : EngineSpeed Gear;
        SIG_VALTYPE_ 2364540158 Float : 1;
        SG_MUL_VAL_ 192 Deep Mode 3-3;
        SG_MUL_VAL_ 192 Deeper Deep 0-4294967295, 7-9;

        """;

    /// <summary>The sample as people have it: in UTF-8, in Windows-1252 with other line ends, and in UTF-16.</summary>
    public static IEnumerable<byte[]> Make() =>
    [
        Encoding.UTF8.GetBytes(Sample),
        Encoding.Latin1.GetBytes(Sample.ReplaceLineEndings("\r\n")),
        [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Sample)],
    ];

    /// <summary>Reads a file, decodes and makes frames with what came out, checks it, and writes it in every way.</summary>
    public static void Read(byte[] content, Random random)
    {
        CanDatabase database;
        try
        {
            database = CanDatabase.Parse(content, "fuzz.dbc");
        }
        catch (InvalidDataException)
        {
            return;
        }

        foreach (var problem in database.Check())
        {
            FuzzCheck.That(IsReadable(problem.Text) && problem is { Line: > 0, Column: > 0 }, $"the problem {problem} is none");
        }

        Decode(database, random);
        Write(database, content);
    }

    private static bool IsReadable(string text) => text.Length is > 0 and < 2000 && ReferenceEquals(VisibleText.Of(text), text);

    private static void Decode(CanDatabase database, Random random)
    {
        var data = new byte[random.Next(CanData.MaxLength + 1)];
        random.NextBytes(data);
        foreach (var message in database.Messages)
        {
            var values = new double[message.Codec.Count];
            var count = message.Codec.Decode(data, values);
            FuzzCheck.That(count >= 0 && count <= values.Length, "more signals were decoded than there are");
            for (var signal = 0; signal < values.Length; signal++)
            {
                FuzzCheck.That(message.Codec.IsPresent(signal, data) == message.Codec.GetObject(signal, data) is not null, "a signal is there and is not");
            }

            try
            {
                _ = new MessageEncoder(message).Encode([]);
            }
            catch (SignalException refused)
            {
                FuzzCheck.That(IsReadable(refused.Message), $"the refusal '{refused.Message}' is none");
            }
        }
    }

    private static void Write(CanDatabase database, byte[] content)
    {
        using var saved = new MemoryStream();
        database.Save(saved);
        FuzzCheck.That(saved.ToArray().AsSpan().SequenceEqual(content), "it is not saved as it was read");
        foreach (var format in Enum.GetValues<DatabaseFormat>())
        {
            using var written = new MemoryStream();
            database.Export(written, format);
            if (format == DatabaseFormat.Dbc && database.Messages.Count > 0)
            {
                var again = CanDatabase.Parse(written.ToArray(), "fuzz.dbc");
                FuzzCheck.That(again.Messages.Select(message => message.Signals.Count).SequenceEqual(database.Messages.Select(message => message.Signals.Count)),
                    "written anew it has other messages");
            }
        }
    }
}
