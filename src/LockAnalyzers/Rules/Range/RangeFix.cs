using System.Collections.Immutable;
using LockAnalyzers.Judgement;
using LockAnalyzers.Model.Facts;
using LockAnalyzers.Recognition;
using LockAnalyzers.Recognition.Apis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LockAnalyzers.Rules.Range;

/// <summary>
/// What the range rules have in common: the span of a call's range, and what they tell their fixes. The additional locations of a
/// diagnostic are the calls that must name the same bytes, so that a fix mends both halves.
/// </summary>
internal static class RangeFix
{
    /// <summary>Present when every call concerned begins at the first byte, as far as its arguments do not say so themselves.</summary>
    public const string OffsetIsZero = nameof(OffsetIsZero);

    /// <summary>Present when it is the offset that is wrong.</summary>
    public const string OffsetDiffers = nameof(OffsetDiffers);

    /// <summary>What is wrong with the halves: the name of the problem.</summary>
    public const string HalfProblem = nameof(HalfProblem);

    public static readonly ImmutableDictionary<string, string?> None = ImmutableDictionary<string, string?>.Empty;

    public static Diagnostic Create(
        DiagnosticDescriptor descriptor,
        LockCallFacts acquire,
        Location location,
        ImmutableDictionary<string, string?> properties,
        RuleContext context,
        params object[] arguments
    )
    {
        var partners = context.Ranges.PartnersOf(acquire);
        if (partners.Add(acquire).All(call => call.Range.Offset.IsZero))
            properties = properties.Add(OffsetIsZero, bool.TrueString);

        return Diagnostic.Create(descriptor, location, partners.Select(p => p.Call.Operation.Syntax.GetLocation()), properties, arguments);
    }

    /// <summary>The arguments that give the length, and for a stream the position with it.</summary>
    public static Location LengthOf(LockCall call) =>
        call.Api switch
        {
            LockApi.LockFileEx or LockApi.LockFile => Span(call, ArgumentRole.LengthLow, ArgumentRole.LengthHigh),
            LockApi.FileStream => Span(call, ArgumentRole.Offset, ArgumentRole.Length),
            LockApi.Fcntl => Span(call, ArgumentRole.Record),
            _ => Span(call, ArgumentRole.Length),
        };

    public static Location OffsetOf(LockCall call) =>
        call.Api switch
        {
            LockApi.LockFileEx => Span(call, ArgumentRole.Overlapped),
            LockApi.LockFile => Span(call, ArgumentRole.OffsetLow, ArgumentRole.OffsetHigh),
            _ => LengthOf(call),
        };

    public static Location Of(LockCall call, bool offset, bool length) =>
        !offset ? LengthOf(call)
        : !length ? OffsetOf(call)
        : call.Api == LockApi.LockFile
            ? Span(call, ArgumentRole.OffsetLow, ArgumentRole.OffsetHigh, ArgumentRole.LengthLow, ArgumentRole.LengthHigh)
        : LengthOf(call);

    private static Location Span(LockCall call, params ArgumentRole[] roles)
    {
        var arguments = roles.Select(call.SyntaxOf).ToList();
        if (!arguments.TrueForAll(a => a is not null))
            return call.Operation.Syntax.GetLocation();

        var span = TextSpan.FromBounds(arguments.Min(a => a!.SpanStart), arguments.Max(a => a!.Span.End));
        return Location.Create(call.Operation.Syntax.SyntaxTree, span);
    }
}
