using System.Runtime.CompilerServices;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.State;

/// <summary>
/// The databases that frames of the devices are decoded with: those of each device, and those for all devices of the runspace. Safe for
/// all threads.
/// </summary>
/// <remarks>
/// What belongs to a device goes where the device goes, so that it is decoded in another runspace too. Sets never change: whoever has one
/// decodes with it until it asks again.
/// </remarks>
internal sealed class DatabaseBindings
{
    private static readonly ConditionalWeakTable<CanSession, Own> OfDevices = [];

    private DatabaseSet forAll = DatabaseSet.Empty;

    /// <summary>The databases for all devices.</summary>
    public DatabaseSet ForAll => Volatile.Read(ref forAll);

    /// <summary>The databases of one device alone.</summary>
    public static DatabaseSet OwnOf(CanSession session) => OfDevices.TryGetValue(session, out var own) ? own.Databases : DatabaseSet.Empty;

    /// <summary>The databases that frames of a device are decoded with: its own, then those for all; the same set until one of them changes.</summary>
    public DatabaseSet Of(CanSession session) =>
        OfDevices.TryGetValue(session, out var own) && own.Databases.Databases.Count > 0 ? own.With(ForAll) : ForAll;

    /// <summary>Binds a database; one of the same name makes room for it.</summary>
    /// <param name="session">The device; null for all devices.</param>
    /// <param name="database">The database.</param>
    /// <returns>The database that made room, or null.</returns>
    public CanDatabase? Bind(CanSession? session, CanDatabase database) => Change(session, databases => databases.With(database)).Find(database.Name);

    /// <summary>Takes a database away, if it is there.</summary>
    /// <param name="session">The device; null for all devices.</param>
    /// <param name="database">The database.</param>
    public void Remove(CanSession? session, CanDatabase database) =>
        Change(session, databases => databases.Find(database.Name) == database ? databases.Without(database.Name) : databases);

    /// <summary>Takes away those for all devices.</summary>
    public void Clear() => Volatile.Write(ref forAll, DatabaseSet.Empty);

    /// <returns>The databases as they were before.</returns>
    private DatabaseSet Change(CanSession? session, Func<DatabaseSet, DatabaseSet> change) => session is null
        ? Swap(ref forAll, change)
        : Swap(ref OfDevices.GetValue(session, static _ => new()).Databases, change);

    private static DatabaseSet Swap(ref DatabaseSet place, Func<DatabaseSet, DatabaseSet> change)
    {
        DatabaseSet before;
        do
        {
            before = Volatile.Read(ref place);
        }
        while (Interlocked.CompareExchange(ref place, change(before), before) != before);

        return before;
    }

    /// <summary>The databases of a device, and what was made of them last together with those for all.</summary>
    private sealed class Own
    {
        public DatabaseSet Databases = DatabaseSet.Empty;

        private readonly Lock gate = new();
        private (DatabaseSet Own, DatabaseSet ForAll, DatabaseSet Both)? last;

        public DatabaseSet With(DatabaseSet forAll)
        {
            var own = Volatile.Read(ref Databases);
            if (forAll.Databases.Count == 0)
            {
                return own;
            }

            lock (gate)
            {
                if (last is not { } known || known.Own != own || known.ForAll != forAll)
                {
                    last = known = (own, forAll, new(own.Databases.Concat(forAll.Databases)));
                }

                return known.Both;
            }
        }
    }
}
