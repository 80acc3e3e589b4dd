namespace Caneth.Testing;

/// <summary>Recordings of others, kept beside the checkout and not in it.</summary>
public static class SharedData
{
    /// <summary>The path of a file in <c>../shared/data</c>; the test is left out where it is absent.</summary>
    public static string Find(string file)
    {
        var path = Checkout.At("..", "shared", "data", file);
        Assert.SkipUnless(File.Exists(path), $"../shared/data/{file} is not here.");
        return path;
    }
}
