using System.Collections.Immutable;
using LockAnalyzers.Model.Facts;

namespace LockAnalyzers.Judgement;

/// <summary>What is wrong with the lock calls of one body, concluded once for all rules that report it.</summary>
internal sealed class BodyVerdicts(BodyFacts body, RangePairs ranges, LockOwnership ownership, FileOrigins origins)
{
    private ImmutableArray<(LockCallFacts, RangeVerdict)> _ranges;
    private ImmutableArray<(LockCallFacts, ReleaseVerdict)> _releases;
    private ImmutableArray<(LockCallFacts, HandleVerdict)> _handles;

    public BodyFacts Body => body;

    /// <summary>
    /// The verdicts on the ranges of the calls in the body; of a wrapper's call, on the length that this body passes it.
    /// </summary>
    public ImmutableArray<(LockCallFacts Call, RangeVerdict Verdict)> Ranges
    {
        get
        {
            if (_ranges.IsDefault)
                _ranges = body
                    .AllCalls.Select(call => (call, RangeVerdict.Of(call, body, ranges)!))
                    .Where(judged => judged.Item2 is not null)
                    .ToImmutableArray();
            return _ranges;
        }
    }

    /// <summary>The verdicts on how the locks of the body are released, those that wrappers take for it included.</summary>
    public ImmutableArray<(LockCallFacts Call, ReleaseVerdict Verdict)> Releases
    {
        get
        {
            if (_releases.IsDefault)
                _releases = body
                    .AllCalls.SelectMany(call => ReleaseVerdict.Of(call, body, ownership).Select(verdict => (call, verdict)))
                    .ToImmutableArray();
            return _releases;
        }
    }

    /// <summary>The verdicts on the handles that the lock calls of the body are given.</summary>
    public ImmutableArray<(LockCallFacts Call, HandleVerdict Verdict)> Handles
    {
        get
        {
            if (_handles.IsDefault)
                _handles = body
                    .AllCalls.SelectMany(call => HandleVerdict.Of(call, body, origins).Select(verdict => (call, verdict)))
                    .ToImmutableArray();
            return _handles;
        }
    }
}
