using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Caneth.Tests.Architecture;

/// <summary>Who may know whom, held against the built assemblies. docs/architecture.md says why.</summary>
public class ArchitectureTests
{
    /// <summary>The rooms of the library, and the rooms that each may know beside the vocabulary, which all may know.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Vocabulary"] = [],
        ["Flow"] = [],
        ["Links"] = ["Flow"],
        ["Links.Streams"] = ["Links", "Flow"],
        ["Links.Tcp"] = ["Links", "Links.Streams"],
        ["Links.Datagrams"] = ["Links", "Links.Streams", "Links.Tcp"],
        ["Links.Gateway"] = ["Links", "Links.Streams", "Links.Tcp", "Links.Datagrams", "Flow"],
        ["Links.Socketcand"] = ["Links", "Links.Streams", "Links.Tcp"],
        ["Links.Serial"] = ["Links", "Links.Streams"],
        ["Links.Slcan"] = ["Links", "Links.Streams", "Links.Tcp", "Links.Serial", "Flow"],
        ["Links.SocketCan"] = ["Links", "Links.Streams"],
        ["Links.Candump"] = ["Links", "Links.Streams"],
        ["Links.Gvret"] = ["Links", "Links.Streams", "Links.Tcp"],
        ["Links.Cannelloni"] = ["Links", "Links.Streams", "Links.Tcp", "Links.Datagrams"],
        ["Links.Incoming"] = ["Links", "Links.Streams", "Links.Tcp", "Links.Gateway", "Flow"],
        ["Links.Memory"] = ["Links", "Flow"],
        ["Links.Schemes"] = ["Links", "Links.Gateway", "Links.SocketCan", "Links.Socketcand", "Links.Slcan", "Links.Gvret", "Links.Cannelloni", "Links.Candump", "Links.Incoming"],
        ["Logs"] = ["Flow"],
        ["Sessions"] = ["Links", "Links.Schemes", "Flow"],
        ["Bridges"] = ["Sessions", "Links", "Flow"],
        ["Servers"] = ["Sessions", "Links", "Links.Streams", "Links.Gateway", "Links.Socketcand", "Links.Slcan", "Links.Gvret", "Links.Cannelloni", "Logs", "Flow"],
        ["Listening"] = ["Sessions", "Links", "Links.Incoming", "Flow"],
        ["Simulation"] = ["Links.Gateway", "Diagnostics", "Flow", "Signals"],
        ["Signals"] = [],
        ["Statistics"] = ["Signals"],
        ["Transmission"] = ["Flow", "Signals"],
        ["Watching"] = ["Statistics", "Signals"],
        ["Analysis"] = ["Diagnostics", "Signals"],
        ["Diagnostics"] = ["Flow", "Signals"],
        ["Diagnostics.Channels"] = ["Diagnostics", "Sessions", "Flow", "Signals"],
        ["Recording"] = ["Logs", "Flow"],
        ["Publishing"] = ["Logs", "Flow", "Signals"],
        ["Conversion"] = ["Recording", "Logs", "Flow"],
        ["Plotting"] = ["Signals"],
    };

    /// <summary>The rooms of the module, from the ground up.</summary>
    private static readonly Dictionary<string, string[]> RoomsOfModule = new()
    {
        ["Vocabulary"] = [],
        ["Waiting"] = [],
        ["Satellites"] = [],
        ["Messages"] = [],
        ["Plots"] = ["Messages"],
        ["Handlers"] = ["Waiting"],
        ["State"] = ["Handlers", "Waiting"],
        ["Binding"] = ["State", "Handlers", "Waiting"],
        ["Cmdlets"] = ["Binding", "State", "Handlers", "Messages", "Waiting", "Satellites"],
        ["Commands"] = ["Cmdlets", "Binding", "State", "Handlers", "Messages", "Plots", "Waiting", "Satellites"],
    };

    private static readonly string Library = typeof(CanFrame).Assembly.Location;
    private static readonly string Module = Checkout.At("bin", "Caneth.dll");

    [Fact]
    public void Each_room_of_the_library_knows_only_the_rooms_that_it_may() => Hold(Rooms, Library);

    [Fact]
    public void Each_room_of_the_module_knows_only_the_rooms_that_it_may() => Hold(RoomsOfModule, Module);

    [Fact]
    public void Each_type_of_the_library_is_in_a_room() => Assert.Empty(Strangers(Rooms, Library));

    [Fact]
    public void Each_type_of_the_module_is_in_a_room() => Assert.Empty(Strangers(RoomsOfModule, Module));

    [Fact]
    public void No_two_rooms_of_the_module_know_each_other()
    {
        var arrows = Arrows(Module, "Caneth").Select(arrow => (arrow.From, arrow.To)).Where(arrow => arrow.From != arrow.To).ToHashSet();
        Assert.DoesNotContain(arrows, arrow => arrows.Contains((arrow.To, arrow.From)));
    }

    [Theory]
    [InlineData("Caneth.Sessions", "Caneth.Links.Gateway")]
    [InlineData("Caneth.Sessions", "Caneth.Links.Streams")]
    [InlineData("Caneth.Sessions", "Caneth.Links.Tcp")]
    [InlineData("Caneth.Sessions", "Caneth.Links.Memory")]
    [InlineData("Caneth.Sessions", "Caneth.Links.Datagrams")]
    [InlineData("Caneth.Sessions", "Caneth.Links.Socketcand")]
    [InlineData("Caneth.Sessions", "Caneth.Links.SocketCan")]
    [InlineData("Caneth.Links.Candump", "Caneth.Links.SocketCan")]
    [InlineData("Caneth.Sessions", "Caneth.Links.Incoming")]
    [InlineData("Caneth.Sessions", "Caneth.Links.SomethingNew")]
    [InlineData("Caneth.Links.Socketcand", "Caneth.Links.Gateway")]
    [InlineData("Caneth.Links.Slcan", "Caneth.Links.Gvret")]
    [InlineData("Caneth.Links", "Caneth.Links.Gateway")]
    [InlineData("Caneth.Links.Gateway", "Caneth.Sessions")]
    [InlineData("Caneth.Simulation", "Caneth.Links.Tcp")]
    public void No_session_may_know_a_wire_nor_a_link_who_uses_it(string space, string known)
    {
        Assert.False(MayKnow(Rooms, Room("Caneth", space), Room("Caneth", known)));
    }

    [Theory]
    [InlineData("Caneth.Flow", "Caneth.Sessions")]
    [InlineData("Caneth.Flow", "Caneth.Logs")]
    [InlineData("Caneth.Flow", "Caneth.Links")]
    [InlineData("Caneth.Logs", "Caneth.Sessions")]
    [InlineData("Caneth.Logs", "Caneth.Recording")]
    [InlineData("Caneth.Recording", "Caneth.Sessions")]
    [InlineData("Caneth.Recording", "Caneth.Links")]
    [InlineData("Caneth.Sessions", "Caneth.Recording")]
    [InlineData("Caneth.Sessions", "Caneth.Servers")]
    [InlineData("Caneth.Sessions", "Caneth.Bridges")]
    [InlineData("Caneth.Servers", "Caneth.Bridges")]
    [InlineData("Caneth.Links.Socketcand", "Caneth.Servers")]
    [InlineData("Caneth.Sessions", "Caneth.Listening")]
    [InlineData("Caneth.Links.Incoming", "Caneth.Listening")]
    [InlineData("Caneth.Simulation", "Caneth.Logs")]
    [InlineData("Caneth.Diagnostics", "Caneth.Sessions")]
    [InlineData("Caneth.Diagnostics", "Caneth.Diagnostics.Channels")]
    [InlineData("Caneth.Diagnostics.Channels", "Caneth.Links")]
    [InlineData("Caneth.Simulation", "Caneth.Diagnostics.Channels")]
    [InlineData("Caneth.Diagnostics", "Caneth.Links")]
    [InlineData("Caneth.Diagnostics", "Caneth.Simulation")]
    [InlineData("Caneth.Sessions", "Caneth.Diagnostics")]
    public void What_carries_frames_knows_neither_who_brings_them_nor_who_takes_them(string space, string known)
    {
        Assert.False(MayKnow(Rooms, Room("Caneth", space), Room("Caneth", known)));
    }

    [Fact]
    public void The_library_knows_no_shell_and_nobody_else()
    {
        Assert.All(References(Library), IsOfTheFramework);
    }

    [Fact]
    public void The_module_knows_the_library_and_the_shell_and_nobody_else()
    {
        var references = References(Module);
        Assert.Contains("Caneth.Core", references);
        Assert.All(references.Except(["Caneth.Core", "System.Management.Automation"]), IsOfTheFramework);
    }

    [Fact]
    public void The_command_knows_the_library_and_no_shell()
    {
        var references = ReferencesOfCommand("Caneth.Tool.dll");
        Assert.Contains("Caneth.Core", references);
        Assert.DoesNotContain("Caneth", references);
        Assert.DoesNotContain("System.Management.Automation", references);
    }

    [Fact]
    public void The_shell_of_the_command_speaks_to_the_module_through_the_engine_alone()
    {
        var references = ReferencesOfCommand("shell/Caneth.Tool.Shell.dll");
        Assert.Contains("System.Management.Automation", references);
        Assert.DoesNotContain("Caneth", references);
        Assert.DoesNotContain("Caneth.Core", references);
    }

    [Theory]
    [InlineData("ByBase", "Thing")]
    [InlineData("ByInterface", "IRole")]
    [InlineData("ByField", "Thing")]
    [InlineData("ByParameter", "Thing")]
    [InlineData("ByConstraint`1", "IRole")]
    [InlineData("ByAttribute", "Thing")]
    [InlineData("ByCall", "Thing")]
    [InlineData("ByStaticField", "Thing")]
    [InlineData("ByGenericCall", "Thing")]
    [InlineData("ByGenericArgument", "Thing")]
    [InlineData("ByGenericType", "Box`1")]
    [InlineData("ByCast", "Thing")]
    [InlineData("ByTypeof", "Thing")]
    [InlineData("ByCatch", "Failure")]
    [InlineData("ByLambda", "Thing")]
    [InlineData("ByAwaiting", "Thing")]
    public void No_way_of_knowing_a_type_is_overlooked(string type, string known)
    {
        var arrow = new Arrow("Referring", type, "Referred", known);
        Assert.Contains(arrow, Arrows(typeof(ArchitectureTests).Assembly.Location, "Caneth.Tests.Architecture"));
    }

    [Fact]
    public void A_name_in_a_text_is_not_knowledge()
    {
        var arrows = Arrows(typeof(ArchitectureTests).Assembly.Location, "Caneth.Tests.Architecture");
        Assert.DoesNotContain(arrows, arrow => arrow.Type == "NotAtAll" && arrow.To == "Referred");
    }

    /// <summary>From one room to another, with a pair of types that shows it.</summary>
    private sealed record Arrow(string From, string Type, string To, string KnownType);

    private static void Hold(Dictionary<string, string[]> house, string assembly)
    {
        var forbidden =
            from arrow in Arrows(assembly, "Caneth")
            where !MayKnow(house, arrow.From, arrow.To)
            select $"{arrow.From} must not know {arrow.To}, but {arrow.Type} knows {arrow.KnownType}.";
        string[] found = [.. forbidden.Distinct().Order()];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }

    private static IEnumerable<string> Strangers(Dictionary<string, string[]> house, string assembly) =>
        Arrows(assembly, "Caneth").Select(arrow => arrow.From).Where(room => !house.ContainsKey(room)).Distinct();

    private static IEnumerable<Arrow> Arrows(string assembly, string house) =>
        from pair in TypeReferences.In(assembly)
        where IsIn(house, pair.Namespace) && IsIn(house, pair.KnownNamespace)
        select new Arrow(Room(house, pair.Namespace), pair.Type, Room(house, pair.KnownNamespace), pair.KnownType);

    private static bool IsIn(string house, string space) => space == house || space.StartsWith(house + ".", StringComparison.Ordinal);

    private static bool MayKnow(Dictionary<string, string[]> house, string room, string other) =>
        room == other || other == "Vocabulary" || house.TryGetValue(room, out var allowed) && allowed.Contains(other);

    /// <summary>
    /// A room is the first part of a namespace below the house; each kind of link is a room of its own, and so are the channels of diagnostics.
    /// What lies in the house itself
    /// is the vocabulary.
    /// </summary>
    private static string Room(string house, string space)
    {
        if (space == house)
        {
            return "Vocabulary";
        }

        var parts = space[(house.Length + 1)..].Split('.');
        return string.Join('.', parts.Take(parts[0] is "Links" or "Diagnostics" ? 2 : 1));
    }

    private static string[] References(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static string[] ReferencesOfCommand(string file) => References(Checkout.Built("src", "Caneth.Tool", file));

    private static void IsOfTheFramework(string reference)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Assert.True(File.Exists(Path.Combine(framework, reference + ".dll")), $"{reference} is not of the .NET framework.");
    }
}
