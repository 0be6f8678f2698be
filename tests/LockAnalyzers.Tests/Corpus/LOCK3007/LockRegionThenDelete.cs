// FileStream.Lock on a side file that goes away with its holder.
using System;
using System.IO;
using System.Threading;

namespace Regions
{
    internal sealed class PrintLock
    {
        private readonly string file;
        private FileStream? held;

        internal PrintLock(string file) => this.file = file;

        internal void Enter()
        {
            while (true)
            {
                var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                try
                {
                    stream.Lock(0, long.MaxValue);
                    held = stream;
                    return;
                }
                catch (IOException)
                {
                    stream.Dispose();
                }
                catch
                {
                    stream.Dispose();
                    throw;
                }

                Thread.Sleep(15);
            }
        }

        internal void Exit()
        {
            if (held is null)
                return;
            held.Unlock(0, long.MaxValue);
            held.Dispose();
            held = null;
            {|LOCK3007:File.Delete(file)|};
        }
    }
}
