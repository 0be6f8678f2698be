// The result is compared with null and then lost while held.
using System;
using FileLocking;

namespace Updates.Check;

internal sealed class UpdateChecker
{
    private readonly FileLock @lock;
    public UpdateChecker(FileLock l) => @lock = l;

    public bool RunOnce(Action update)
    {
        if ({|LOCK3005:@lock.TryAcquire()|} != null)
        {
            update();
            return true;
        }
        return false;
    }
}
