// As the body of an Action the expression's handle is dropped.
using System;
using System.Threading;
using FileLocking;

namespace Startup.Hooks;

public class StartupHooks
{
    public Thread LockInBackground(FileLock l)
    {
        Action take = () => {|LOCK3005:l.Acquire()|};
        return new Thread(() => take());
    }
}
