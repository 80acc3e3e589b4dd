namespace Caneth.Tool.Services;

/// <summary>What a service does beside what every service does. Disposing of it ends it in order, and loses nothing.</summary>
internal interface IService : IAsyncDisposable
{
    /// <summary>Done when it has ended, though nobody asked it to.</summary>
    Task Completion { get; }

    /// <summary>Whether its loops go round; where they do not, whoever watches over it starts it again.</summary>
    bool IsActive { get; }

    /// <summary>How it is.</summary>
    HealthReport Health();

    /// <summary>Does what SIGHUP asks for.</summary>
    Task ReloadAsync(CancellationToken cancellationToken);
}
