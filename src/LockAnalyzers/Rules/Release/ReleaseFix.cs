using System.Collections.Immutable;
using System.Globalization;
using LockAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LockAnalyzers.Rules.Release;

/// <summary>What the release rules tell their fixes.</summary>
internal static class ReleaseFix
{
    /// <summary>Where the releases of the lock start in the file, in order.</summary>
    public const string Releases = nameof(Releases);

    /// <summary>Where the ways out start that keep the lock; absent where one of them is also come by without it, or an exception loses it as well.</summary>
    public const string Exits = nameof(Exits);

    /// <summary>From where to where the code opens the locked file, where it does.</summary>
    public const string Opened = nameof(Opened);

    /// <summary>The writer or stream that still keeps what was written, as the code names it.</summary>
    public const string Writer = nameof(Writer);

    /// <summary>Present where something was written that only the closing passes on.</summary>
    public const string ClosingFlushes = nameof(ClosingFlushes);

    /// <summary>Present where the file was closed, and not unlocked, before the unlock.</summary>
    public const string IsAfterClosing = nameof(IsAfterClosing);

    public static readonly ImmutableDictionary<string, string?> None = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The releases; where the lock ends with its file, the closings.</summary>
    public static ImmutableDictionary<string, string?> ReleasesOf(LockCallFacts call) =>
        None.Add(Releases, Text((call.ReleaseSites.IsEmpty ? call.Closings : call.ReleaseSites).Select(r => r.Syntax.SpanStart)));

    public static ImmutableDictionary<string, string?> WriterOf(IOperation write) =>
        write
            is IInvocationOperation
            {
                TargetMethod.Name: "Write" or "WriteAsync" or "WriteByte" or "WriteLine" or "WriteLineAsync",
                Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var writer } }
            }
        && writer is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            ? None.Add(Writer, writer.ToString())
            : None;

    /// <summary>What is to be flushed before an unlock that comes before the closing.</summary>
    public static ImmutableDictionary<string, string?> FlushedByClosing(LockCallFacts call) =>
        call.FlushedByClosing is { } write ? WriterOf(write).Add(ClosingFlushes, bool.TrueString) : None;

    public static string Text(IEnumerable<int> positions) =>
        string.Join(",", positions.Select(p => p.ToString(CultureInfo.InvariantCulture)));

    public static ImmutableArray<int> Positions(string? text) =>
        text is null or ""
            ? ImmutableArray<int>.Empty
            : text.Split(',').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToImmutableArray();
}
