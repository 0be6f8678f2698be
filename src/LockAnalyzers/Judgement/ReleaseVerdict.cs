using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Model.Locks;
using LockAnalyzers.Model.Symbolic;
using LockAnalyzers.Recognition.Apis;
using LockAnalyzers.Recognition.Naming;
using LockAnalyzers.Recognition.Syntax;
using Microsoft.CodeAnalysis;

namespace LockAnalyzers.Judgement;

/// <summary>
/// What is wrong with the way in which a lock is released. A call gets two verdicts only where two edits are needed: a lock that leaks on
/// an
/// ordinary exit is not reported again for the exceptions, or for its file, because the release that is missing is the same.
/// </summary>
internal abstract record ReleaseVerdict
{
    /// <summary>The lock is still held at ordinary exits.</summary>
    /// <param name="Exits">The exits, in the order of the source.</param>
    /// <param name="IsFixedAtExits">
    /// False where a release before each exit does not do: another path reaches one of them without the lock, or an exception leaks it too.
    /// </param>
    public sealed record HeldOnExit(ImmutableArray<Exit> Exits, bool IsFixedAtExits) : ReleaseVerdict;

    /// <summary>Code between the acquire and the release can throw, and nothing releases the lock then.</summary>
    public sealed record HeldOnException(Exit Exit) : ReleaseVerdict;

    /// <summary>The file that was opened for the lock is still open at exits where the lock was refused.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Exits">The exits, in the order of the source.</param>
    /// <param name="IsFixedAtExits">False where a path that was granted the lock reaches one of them too.</param>
    public sealed record FileLeaked(SymbolicExpression.OpenedFile File, ImmutableArray<Exit> Exits, bool IsFixedAtExits) : ReleaseVerdict;

    /// <summary>A finally releases the lock although the acquire may have failed.</summary>
    public sealed record WithoutAcquire(IOperation Release) : ReleaseVerdict;

    /// <summary>A lock handle is dropped, or is not disposed at an exit.</summary>
    public sealed record Undisposed(Exit Exit) : ReleaseVerdict;

    /// <summary>Nothing releases the lock but the closing of its file.</summary>
    public sealed record ByCloseOnly(ImmutableArray<IOperation> Closings) : ReleaseVerdict;

    /// <summary>The lock ends with the method that tells its caller that it took it.</summary>
    /// <param name="Closing">What closes the file.</param>
    public sealed record GoneOnReturn(IOperation Closing) : ReleaseVerdict;

    /// <summary>An unlock that runs when the file is already closed, or the lock already released.</summary>
    /// <param name="EndedBy">What closed the file or released the lock.</param>
    /// <param name="IsSecondUnlock">True where that released the lock.</param>
    public sealed record AfterEnd(IOperation EndedBy, bool IsSecondUnlock) : ReleaseVerdict;

    /// <summary>Data that was written under the lock is still in a buffer when the lock is released.</summary>
    public sealed record Unflushed(UnflushedWrite Buffered) : ReleaseVerdict;

    public static IEnumerable<ReleaseVerdict> Of(LockCallFacts call, BodyFacts body, LockOwnership ownership)
    {
        var leak = LeakOf(call, body, ownership);
        if (leak is not null)
            yield return leak;
        if (leak is not HeldOnExit && FileLeakOf(call, body) is { } leaked)
            yield return leaked;
        if (WithoutAcquireOf(call) is { } withoutAcquire)
            yield return withoutAcquire;
        if (UndisposedOf(call, body, ownership) is { } undisposed)
            yield return undisposed;
        if (GoneOnReturnOf(call) is { } gone)
            yield return gone;
        else if (IsReleasedByCloseOnly(call, body))
            yield return new ByCloseOnly(call.Closings);
        if (call is { IsDirect: true, EndedEarlierBy: { } end })
            yield return new AfterEnd(end, body.AllCalls.Any(c => c.ReleaseSites.Contains(end)));
        if (call.Unflushed is { } buffered)
            yield return new Unflushed(buffered);
    }

    private static ReleaseVerdict? LeakOf(LockCallFacts call, BodyFacts body, LockOwnership ownership)
    {
        var exits = ownership.LeakingExits(call, body);
        var exception = ownership.LeakOnException(call, body);
        return !exits.IsEmpty
                ? new HeldOnExit(
                    exits,
                    exception is null
                        && !exits.Any(exit =>
                            call.ReleasedAt.Concat(call.HeldAt.RemoveRange(exits)).Any(other => other.Location == exit.Location)
                        )
                )
            : exception is not null ? new HeldOnException(exception)
            : null;
    }

    private static FileLeaked? FileLeakOf(LockCallFacts call, BodyFacts body) =>
        call is { IsAcquire: true, IsUndecided: false, File: SymbolicExpression.OpenedFile file }
        && IsOpenedIn(body, file)
        && (
            !call.FileLeakedAt.IsEmpty || IsDisposable(call.Member.ContainingType) || LazyOpenings.Contain(file.Site.Syntax)
                ? call.FileLeakedAt
                : call.FileKeptAt
        )
            is { IsEmpty: false } exits
        && (LockOwnership.IsKnownToFail(call) || (!call.IsDirect && exits.All(exit => exit.Kind == ExitKind.Exception)))
            ? new(file, exits, !exits.Any(exit => call.HeldAt.Any(held => held.Location == exit.Location)))
            : null;

    /// <summary>False for a file that a wrapper opens, where it is for the wrapper to close it.</summary>
    private static bool IsOpenedIn(BodyFacts body, SymbolicExpression.OpenedFile file) =>
        file.Site.Syntax.SyntaxTree == body.Syntax.SyntaxTree && body.Syntax.Span.Contains(file.Site.Syntax.Span);

    /// <summary>Who is told that there is no lock disposes the object all the same, and with it the file that it keeps.</summary>
    private static bool IsDisposable(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable");

    /// <summary>
    /// LOCK_UN on a descriptor that this body opened is left out: it does nothing where no lock is held, and nobody else can hold one
    /// through that descriptor.
    /// </summary>
    private static WithoutAcquire? WithoutAcquireOf(LockCallFacts call) =>
        call is { IsAcquire: true, IsUndecided: false } and not { Api: LockApi.Flock, File: SymbolicExpression.OpenedFile }
        && call.UnconditionalReleases.OrderBy(r => r.Syntax.SpanStart).FirstOrDefault() is { } release
            ? new(release)
            : null;

    /// <summary>
    /// An exception counts only where the handle stays in this body: a handle that is passed on is for others to dispose.
    /// </summary>
    private static Undisposed? UndisposedOf(LockCallFacts call, BodyFacts body, LockOwnership ownership)
    {
        if (call is not { IsDirect: true, Api: LockApi.FileLocking } || PendingAcquire.GivenUpBy(call) is not null)
            return null;

        var exit = call.HeldAt.FirstOrDefault(e => e.Kind != ExitKind.Exception) ?? ownership.UndisposedOnException(call, body);
        return exit is null ? null : new(exit);
    }

    /// <summary>
    /// A method whose name says that it takes a lock, and that is left as if it had, while its own closing of the file has ended the lock.
    /// One that runs what it is given does so under the lock, and one that answers nothing may have done all its work on the file by then.
    /// </summary>
    private static GoneOnReturn? GoneOnReturnOf(LockCallFacts call)
    {
        if (
            call is not { IsAcquire: true, IsUndecided: false, Releases.IsEmpty: true }
            || call.HeldAt.Any(e => e.Kind == ExitKind.Return)
            || call.Member is not IMethodSymbol { MethodKind: not (MethodKind.AnonymousFunction or MethodKind.LocalFunction) } method
            || method.Parameters.Any(p => p.Type.TypeKind == TypeKind.Delegate)
            || !IdentifierWords.PromisesToTakeLock(method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : method.Name)
        )
            return null;

        var told = call.ClosedAt.FirstOrDefault(end =>
            end.Exit is { Kind: ExitKind.Return, Result: ReportedResult.Success }
            || (end.Exit is { Kind: ExitKind.Return, Result: ReportedResult.None } && call.Accesses.IsEmpty)
        );
        return told.Closing is null ? null : new(told.Closing);
    }

    private static bool IsReleasedByCloseOnly(LockCallFacts call, BodyFacts body) =>
        call
            is {
                IsAcquire: true,
                IsUndecided: false,
                File: SymbolicExpression.OpenedFile file,
                Api: LockApi.LockFileEx or LockApi.LockFile or LockApi.FileStream
            }
        && call.Releases.IsEmpty
        && !call.Closings.IsEmpty
        && !body.AllCalls.Any(c => c.Request.Effect == LockEffect.Release && file.Equals(c.File))
        && call.ReleasedAt.Any(e => e.Kind == ExitKind.Return)
        && !call.HeldAt.Any(e => e.Kind == ExitKind.Return);
}
