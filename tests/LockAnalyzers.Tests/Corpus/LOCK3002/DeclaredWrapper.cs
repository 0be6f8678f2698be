// The wrapper's halves are declared by attribute; the delegate between them may throw.
using System;
using FileLocking;

namespace Leases.Declared;

public interface ILease
{
    [AcquiresLock]
    void Obtain();

    [ReleasesLock]
    void GiveBack();
}

public class LeaseRunner
{
    private readonly ILease lease;

    public LeaseRunner(ILease lease) => this.lease = lease;

    public TResult With<TResult>(Func<TResult> body)
    {
        {|LOCK3002:lease.Obtain()|};
        TResult result = body();
        lease.GiveBack();
        return result;
    }
}
