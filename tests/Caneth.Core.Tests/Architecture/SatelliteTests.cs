using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Reflection.Metadata;
using System.Runtime.Loader;

namespace Caneth.Tests.Architecture;

/// <summary>Satellites know the library alone, and whoever uses one meets none of the types that it brings.</summary>
public class SatelliteTests
{
    /// <summary>The satellites, and the one of the tests.</summary>
    public static TheoryData<string> Satellites => [.. Directory.GetDirectories(Checkout.At("src", "satellites")).Select(folder => Path.GetFileName(folder)!), "Caneth.Satellite.Probe"];

    [Theory]
    [MemberData(nameof(Satellites))]
    public void A_satellite_knows_the_library_and_neither_the_module_nor_the_shell(string name)
    {
        using var file = new PEReader(File.OpenRead(Built(name)));
        var metadata = file.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToArray();
        Assert.Contains("Caneth.Core", references);
        Assert.DoesNotContain(references, reference => IsOfTheHouse(reference) && reference != "Caneth.Core");
        Assert.DoesNotContain("System.Management.Automation", references);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(Built(name))!, "*.dll").Select(Path.GetFileNameWithoutExtension),
            assembly => assembly != name && IsOfTheHouse(assembly!));
    }

    [Theory]
    [MemberData(nameof(Satellites))]
    public void No_public_member_of_a_satellite_shows_a_type_of_its_libraries(string name)
    {
        var types = new Context(Built(name)).LoadFromAssemblyPath(Built(name)).GetExportedTypes();
        Assert.NotEmpty(types);
        Assert.Empty(types.SelectMany(Foreign));
    }

    [Fact]
    public void No_library_of_a_satellite_lies_in_bin() => Assert.Equal(["Caneth", "Caneth.Core"],
        Directory.GetFiles(Checkout.At("bin"), "*.dll").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(typeof(AsBase))]
    [InlineData(typeof(AsField))]
    [InlineData(typeof(AsResult))]
    [InlineData(typeof(AsParameter))]
    [InlineData(typeof(AsArgument))]
    [InlineData(typeof(AsElement))]
    public void No_way_of_showing_a_type_is_overlooked(Type type) => Assert.NotEmpty(Foreign(type));

    private static string Built(string name) => Checkout.At("lib", name, name + ".dll");

    private static bool IsOfTheHouse(string assembly) => assembly == "Caneth" || assembly.StartsWith("Caneth.", StringComparison.Ordinal);

    /// <summary>The types in what others see of a type that are neither the framework's, nor the library's, nor of the same assembly.</summary>
    private static IEnumerable<string> Foreign(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        IEnumerable<Type?> seen =
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.GetFields(All).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => field.FieldType),
            .. type.GetMethods(All).Where(IsSeen).Select(method => method.ReturnType),
            .. type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)).Where(IsSeen).SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType),
        ];
        return
            from one in seen.OfType<Type>().SelectMany(Parts)
            where one.Assembly != type.Assembly && one.Assembly != typeof(CanFrame).Assembly && Path.GetDirectoryName(one.Assembly.Location) != framework
            select $"{type} shows {one}.";
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);

    /// <summary>A satellite as the module has it: with its own libraries, and with the library of the house that is loaded.</summary>
    private sealed class Context(string path) : AssemblyLoadContext(isCollectible: true)
    {
        private readonly AssemblyDependencyResolver files = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            files.ResolveAssemblyToPath(assemblyName) is { } own ? LoadFromAssemblyPath(own) : null;
    }

    // Types of a library that is not of the framework, in each place where others see them.

    private abstract class AsBase : Gen<int>;

    private sealed class AsField
    {
        public static readonly Gen<int> Value = Gen.Int;
    }

    private sealed class AsResult
    {
        public static Gen<int>? Value => null;
    }

    private sealed class AsParameter
    {
        public AsParameter(Gen<int> value) => _ = value;
    }

    private sealed class AsArgument
    {
        public static Task<List<Gen<int>>>? Value() => null;
    }

    private sealed class AsElement
    {
        public static void Take(ref Gen<int>[] value) => _ = value;
    }
}
