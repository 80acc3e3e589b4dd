// One way each in which a type can know another, and no second way, to show that none of them escapes the reader.

using Caneth.Tests.Architecture.Referred;

namespace Caneth.Tests.Architecture.Referring;

internal sealed class ByBase : Thing;

internal sealed class ByInterface : IRole;

internal sealed class ByField
{
    public Thing[] Things = [];
}

internal sealed class ByParameter
{
    public static void Take(List<Thing> things)
    {
    }
}

internal sealed class ByConstraint<T>
    where T : IRole;

[Thing]
internal sealed class ByAttribute;

internal sealed class ByCall
{
    public static string Text() => Thing.Make().ToString()!;
}

internal sealed class ByStaticField
{
    public static string Text() => Thing.Count.ToString()!;
}

internal sealed class ByGenericCall
{
    public static int Call() => Thing.Same(3);
}

internal sealed class ByGenericArgument
{
    public static object Make() => new List<Thing>();
}

internal sealed class ByGenericType
{
    public static int Value() => Box<int>.Value;
}

internal sealed class ByCast
{
    public static bool Is(object value) => value is Thing;
}

internal sealed class ByTypeof
{
    public static string Name() => typeof(Thing).Name;
}

internal sealed class ByCatch
{
    public static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Failure)
        {
        }
    }
}

internal sealed class ByLambda
{
    public static Func<string> Later() => () => Thing.Make().ToString()!;
}

internal sealed class ByAwaiting
{
    public static async Task<string> Later()
    {
        await Task.Yield();
        return Thing.Make().ToString()!;
    }
}

internal sealed class NotAtAll
{
    public static string Text() => "Caneth.Tests.Architecture.Referred.Thing";
}
