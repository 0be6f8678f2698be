using LockAnalyzers.Recognition.Apis;

namespace LockAnalyzers.Judgement;

/// <summary>What the code says of the systems that run a place in it.</summary>
/// <param name="Possible">The systems that nothing rules out.</param>
/// <param name="Named">The systems that the code names as running it.</param>
/// <param name="AsksForProcessor">True where the code asks which processor runs it.</param>
internal sealed record SystemClaim(LockSystem Possible, LockSystem Named, bool AsksForProcessor = false)
{
    public static readonly SystemClaim Nothing = new(LockSystem.All, LockSystem.None);

    /// <summary>True where the code says that macOS runs the place.</summary>
    public bool SaysMacOS => (Possible & Named & LockSystem.MacOS) != 0;

    /// <summary>What holds where both hold: conditions one in the other, or one after the other.</summary>
    public SystemClaim And(SystemClaim other) =>
        new(Possible & other.Possible, Named | other.Named, AsksForProcessor || other.AsksForProcessor);

    /// <summary>What holds where either holds.</summary>
    public SystemClaim Or(SystemClaim other) =>
        new(Possible | other.Possible, Named | other.Named, AsksForProcessor || other.AsksForProcessor);

    /// <summary>The systems that a text names: an identifier, or the name of a platform in an attribute.</summary>
    public static SystemClaim Of(LockSystem systems) =>
        systems == LockSystem.None ? Nothing : new(systems, systems == LockSystem.Unix ? LockSystem.None : systems);

    /// <summary>The claim that none of the named systems runs a place.</summary>
    public static SystemClaim NoneOf(LockSystem systems) => new(LockSystem.All & ~systems, LockSystem.None);
}
