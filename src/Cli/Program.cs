using System.Text;
using DistPatterns.Cli;

Console.OutputEncoding = Encoding.UTF8;
using var interruption = new Interruption();
return await new Tool(new StreamWriter(Console.OpenStandardOutput()), Console.Error)
{
    ColourOutput = Terminal.ColoursWanted(Console.IsOutputRedirected),
    LiveProgress = !Console.IsErrorRedirected,
    Width = Console.IsOutputRedirected ? Terminal.NeverWrap : Console.WindowWidth,
    Answers = Console.IsInputRedirected || Console.IsOutputRedirected ? null : Console.In,
}.Run(args, interruption.Token);
